@NullMarked
package io.patchrank.pipeline.diagnosis;

import org.jspecify.annotations.NullMarked;
