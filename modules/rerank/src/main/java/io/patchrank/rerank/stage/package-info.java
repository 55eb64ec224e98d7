/**
 * The Reactor stage: reads local descriptors of shortlists, scores them in micro-batches across concurrent queries, and
 * gives each query improving orders until it is complete or its deadline ends.
 */
@NullMarked
package io.patchrank.rerank.stage;

import org.jspecify.annotations.NullMarked;
