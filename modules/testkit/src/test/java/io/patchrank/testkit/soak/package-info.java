/** Long runs: the same work for as long as one likes, while memory, handles and threads are watched. */
@NullMarked
package io.patchrank.testkit.soak;

import org.jspecify.annotations.NullMarked;
