/** What a process measures of itself, in Prometheus' form. */
@NullMarked
package io.patchrank.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
