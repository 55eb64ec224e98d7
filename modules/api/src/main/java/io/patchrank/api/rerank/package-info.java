/** The contract of re-rankers. */
@NullMarked
package io.patchrank.api.rerank;

import org.jspecify.annotations.NullMarked;
