/** A gallery whose process is killed again and again, and what must hold after each restart. */
@NullMarked
package io.patchrank.testkit.crash;

import org.jspecify.annotations.NullMarked;
