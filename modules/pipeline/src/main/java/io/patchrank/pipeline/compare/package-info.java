/** Two images side by side: what they have in common, and what the network sees in them. */
@NullMarked
package io.patchrank.pipeline.compare;

import org.jspecify.annotations.NullMarked;
