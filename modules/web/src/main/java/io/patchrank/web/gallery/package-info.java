/** The gallery over HTTP. */
@NullMarked
package io.patchrank.web.gallery;

import org.jspecify.annotations.NullMarked;
