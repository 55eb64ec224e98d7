/** Tests of the Reactor stage, with sources and re-rankers that can be held and broken. */
@NullMarked
package io.patchrank.rerank.stage;

import org.jspecify.annotations.NullMarked;
