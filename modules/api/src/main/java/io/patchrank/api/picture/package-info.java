/** Decoded pictures on their way to a network. */
@NullMarked
package io.patchrank.api.picture;

import org.jspecify.annotations.NullMarked;
