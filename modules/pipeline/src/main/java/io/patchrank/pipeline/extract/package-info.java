/** Stage: pictures to features. */
@NullMarked
package io.patchrank.pipeline.extract;

import org.jspecify.annotations.NullMarked;
