/** Contact sheets and rank lists: photographs, boxes, lines and text on one picture. */
@NullMarked
package io.patchrank.imaging.draw;

import org.jspecify.annotations.NullMarked;
