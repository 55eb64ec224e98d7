/** Ways into the bus from other processes. */
@NullMarked
package io.patchrank.pipeline.bridge;

import org.jspecify.annotations.NullMarked;
