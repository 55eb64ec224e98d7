/** A gallery drawn from a seed, with ground truth and true homographies, for the demo and for tests. */
@NullMarked
package io.patchrank.evaluation.sample;

import org.jspecify.annotations.NullMarked;
