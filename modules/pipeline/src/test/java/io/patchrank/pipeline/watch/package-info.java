/** Tests of watching. */
@NullMarked
package io.patchrank.pipeline.watch;

import org.jspecify.annotations.NullMarked;
