/**
 * Python pickles and PyTorch checkpoints, read as data: numbers, texts, lists, dicts, tensors. Nothing is executed, and
 * a class that is not on the short list of known ones is refused by name.
 */
@NullMarked
package io.patchrank.pickle;

import org.jspecify.annotations.NullMarked;
