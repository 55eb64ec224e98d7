/**
 * Files that other programs open: AMES' descriptor files and their merge, and the features, global descriptors, matches
 * and pairs of hloc. {@code docs/formats.md} describes them.
 */
@NullMarked
package io.patchrank.storage.exchange;

import org.jspecify.annotations.NullMarked;
