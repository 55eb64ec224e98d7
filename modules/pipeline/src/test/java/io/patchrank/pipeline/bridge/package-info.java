@NullMarked
package io.patchrank.pipeline.bridge;

import org.jspecify.annotations.NullMarked;
