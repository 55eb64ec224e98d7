/** Stage: folders to puts and removals. */
@NullMarked
package io.patchrank.pipeline.watch;

import org.jspecify.annotations.NullMarked;
