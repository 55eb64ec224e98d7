/** What a network says of a picture, and where it is kept. */
@NullMarked
package io.patchrank.api.feature;

import org.jspecify.annotations.NullMarked;
