/** Tests of the failures. */
@NullMarked
package io.patchrank.api.error;

import org.jspecify.annotations.NullMarked;
