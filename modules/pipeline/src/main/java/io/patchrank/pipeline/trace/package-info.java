/** What ties the log lines of one request together, across stages, threads and processes. */
@NullMarked
package io.patchrank.pipeline.trace;

import org.jspecify.annotations.NullMarked;
