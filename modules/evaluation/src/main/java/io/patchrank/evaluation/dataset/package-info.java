/** Retrieval datasets as folders, laid out as AMES' code and data have them. */
@NullMarked
package io.patchrank.evaluation.dataset;

import org.jspecify.annotations.NullMarked;
