/** Tests of picture values. */
@NullMarked
package io.patchrank.api.picture;

import org.jspecify.annotations.NullMarked;
