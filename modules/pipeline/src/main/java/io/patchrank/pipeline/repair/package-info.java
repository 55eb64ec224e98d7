/** Mends a data folder that nobody uses: what can be, is; what is taken away is kept; what cannot be, is named. */
@NullMarked
package io.patchrank.pipeline.repair;

import org.jspecify.annotations.NullMarked;
