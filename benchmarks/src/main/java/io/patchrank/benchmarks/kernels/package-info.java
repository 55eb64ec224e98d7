/** Kernels measured by JMH. */
@NullMarked
package io.patchrank.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
