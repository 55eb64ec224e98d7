/** Shortlists re-ranked by stored pair scores, for a grid of settings, as AMES' evaluation does it. */
@NullMarked
package io.patchrank.evaluation.rerank;

import org.jspecify.annotations.NullMarked;
