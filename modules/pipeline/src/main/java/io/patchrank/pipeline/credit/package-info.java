/** Backpressure over the event bus: bounded requests outstanding, sized by the credits that workers announce. */
@NullMarked
package io.patchrank.pipeline.credit;

import org.jspecify.annotations.NullMarked;
