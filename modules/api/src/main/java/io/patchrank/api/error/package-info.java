/** The one list of error codes, and the one exception that carries them. */
@NullMarked
package io.patchrank.api.error;

import org.jspecify.annotations.NullMarked;
