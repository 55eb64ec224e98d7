/** Which images show the same thing. */
@NullMarked
package io.patchrank.evaluation.truth;

import org.jspecify.annotations.NullMarked;
