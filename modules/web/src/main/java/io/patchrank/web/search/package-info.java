/** Searches over HTTP. */
@NullMarked
package io.patchrank.web.search;

import org.jspecify.annotations.NullMarked;
