/** Stage: a query to its answer. */
@NullMarked
package io.patchrank.pipeline.search;

import org.jspecify.annotations.NullMarked;
