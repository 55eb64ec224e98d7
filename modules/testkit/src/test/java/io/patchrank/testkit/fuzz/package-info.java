/** Files of every format that is read here, changed at random until a reader fails in a way that it must not. */
@NullMarked
package io.patchrank.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
