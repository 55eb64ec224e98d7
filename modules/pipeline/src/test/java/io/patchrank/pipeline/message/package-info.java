@NullMarked
package io.patchrank.pipeline.message;

import org.jspecify.annotations.NullMarked;
