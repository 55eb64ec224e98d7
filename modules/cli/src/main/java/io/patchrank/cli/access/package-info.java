/** Ways from a command to the gallery that it works on. */
@NullMarked
package io.patchrank.cli.access;

import org.jspecify.annotations.NullMarked;
