/** Whole pipelines on real folders, with a small extractor where the network does not matter. */
@NullMarked
package io.patchrank.pipeline;

import org.jspecify.annotations.NullMarked;
