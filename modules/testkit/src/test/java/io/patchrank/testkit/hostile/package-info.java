/** A watched folder full of files made to do harm, and the state in which each must end. */
@NullMarked
package io.patchrank.testkit.hostile;

import org.jspecify.annotations.NullMarked;
