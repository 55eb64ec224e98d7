/** Tests of the index stage. */
@NullMarked
package io.patchrank.pipeline.index;

import org.jspecify.annotations.NullMarked;
