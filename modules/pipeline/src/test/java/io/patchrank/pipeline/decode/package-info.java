/** Tests of the decode stage. */
@NullMarked
package io.patchrank.pipeline.decode;

import org.jspecify.annotations.NullMarked;
