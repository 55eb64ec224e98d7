/** The contract test that every re-ranker inherits. */
@NullMarked
package io.patchrank.api.rerank;

import org.jspecify.annotations.NullMarked;
