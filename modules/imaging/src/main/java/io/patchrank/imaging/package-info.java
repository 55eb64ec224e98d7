/** From a file's bytes to pictures for a network and drawings for people. Native memory by OpenCV. */
@NullMarked
package io.patchrank.imaging;

import org.jspecify.annotations.NullMarked;
