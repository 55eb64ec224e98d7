/** Learning a whitening from image files. */
@NullMarked
package io.patchrank.pipeline.whitening;

import org.jspecify.annotations.NullMarked;
