/** Decoding by OpenCV, the resize rule of AMES, and normalisation into planar float buffers. */
@NullMarked
package io.patchrank.imaging.decode;

import org.jspecify.annotations.NullMarked;
