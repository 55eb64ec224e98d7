@NullMarked
package io.patchrank.pipeline.trace;

import org.jspecify.annotations.NullMarked;
