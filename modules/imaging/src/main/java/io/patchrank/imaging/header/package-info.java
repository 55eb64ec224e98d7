/**
 * What a file claims about itself, read from its bytes before any decoder sees them: format, size, and whether its
 * structure is complete. Pure Java, no allocation by claimed sizes, time at most linear in the file's length.
 */
@NullMarked
package io.patchrank.imaging.header;

import org.jspecify.annotations.NullMarked;
