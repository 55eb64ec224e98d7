/** Stage: files and bytes to pictures. */
@NullMarked
package io.patchrank.pipeline.decode;

import org.jspecify.annotations.NullMarked;
