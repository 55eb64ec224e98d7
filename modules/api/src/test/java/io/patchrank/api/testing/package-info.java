/** What the tests of all modules share. */
@NullMarked
package io.patchrank.api.testing;

import org.jspecify.annotations.NullMarked;
