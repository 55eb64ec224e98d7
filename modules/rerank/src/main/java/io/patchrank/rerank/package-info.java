/** The re-rankers, and the registry that finds them by name. */
@NullMarked
package io.patchrank.rerank;

import org.jspecify.annotations.NullMarked;
