/** Native work in child processes: a crash there ends the child, and costs nobody but the picture that caused it. */
@NullMarked
package io.patchrank.pipeline.isolation;

import org.jspecify.annotations.NullMarked;
