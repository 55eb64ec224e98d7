/** Harnesses that try to make patchrank lose something: short in every build, as long as one likes by hand. */
@NullMarked
package io.patchrank.testkit;

import org.jspecify.annotations.NullMarked;
