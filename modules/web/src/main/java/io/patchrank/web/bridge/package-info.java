/** The event bus for browsers. */
@NullMarked
package io.patchrank.web.bridge;

import org.jspecify.annotations.NullMarked;
