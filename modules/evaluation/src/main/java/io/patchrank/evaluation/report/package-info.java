/** Evaluations for the eye: a contact sheet of ranked lists before and after re-ranking. */
@NullMarked
package io.patchrank.evaluation.report;

import org.jspecify.annotations.NullMarked;
