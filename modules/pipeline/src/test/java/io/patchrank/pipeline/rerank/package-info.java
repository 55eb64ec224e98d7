/** Tests of the re-rank stage behind the bus. */
@NullMarked
package io.patchrank.pipeline.rerank;

import org.jspecify.annotations.NullMarked;
