/** Stage: the Reactor re-ranker behind the bus. */
@NullMarked
package io.patchrank.pipeline.rerank;

import org.jspecify.annotations.NullMarked;
