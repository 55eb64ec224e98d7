/** Stage: features to durable keys, and back. */
@NullMarked
package io.patchrank.pipeline.store;

import org.jspecify.annotations.NullMarked;
