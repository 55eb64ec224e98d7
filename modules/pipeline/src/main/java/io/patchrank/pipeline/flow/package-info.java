/** Small tools of every stage: serving an address, group commits, worker threads, draining. */
@NullMarked
package io.patchrank.pipeline.flow;

import org.jspecify.annotations.NullMarked;
