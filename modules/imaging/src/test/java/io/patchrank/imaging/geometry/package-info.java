@NullMarked
package io.patchrank.imaging.geometry;

import org.jspecify.annotations.NullMarked;
