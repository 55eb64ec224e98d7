/** Our side of the benchmarks: programs that a script of {@code benchmarks/} runs in turn with a peer. */
@NullMarked
package io.patchrank.benchmarks;

import org.jspecify.annotations.NullMarked;
