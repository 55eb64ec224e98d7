/** What two images of one thing have in common geometrically. */
@NullMarked
package io.patchrank.imaging.geometry;

import org.jspecify.annotations.NullMarked;
