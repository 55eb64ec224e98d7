/** Tests of the re-rankers. */
@NullMarked
package io.patchrank.rerank;

import org.jspecify.annotations.NullMarked;
