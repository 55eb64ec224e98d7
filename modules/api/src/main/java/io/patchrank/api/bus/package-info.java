/** Addresses and JSON bodies of the event-bus operations that other services use. */
@NullMarked
package io.patchrank.api.bus;

import org.jspecify.annotations.NullMarked;
