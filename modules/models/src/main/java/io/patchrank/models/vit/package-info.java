/** Vision transformers of the DINOv2 family: weights in, tokens, keys, queries, values and attention of any block out. */
@NullMarked
package io.patchrank.models.vit;

import org.jspecify.annotations.NullMarked;
