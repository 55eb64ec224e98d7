/** Tests of the messages. */
@NullMarked
package io.patchrank.api.bus;

import org.jspecify.annotations.NullMarked;
