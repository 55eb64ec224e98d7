/** One verticle a stage, joined over the event bus; see docs/architecture.md for the data flow. */
@NullMarked
package io.patchrank.pipeline;

import org.jspecify.annotations.NullMarked;
