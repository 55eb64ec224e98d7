@NullMarked
package io.patchrank.pipeline.flow;

import org.jspecify.annotations.NullMarked;
