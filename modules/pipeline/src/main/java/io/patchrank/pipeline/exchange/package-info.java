/**
 * Galleries to and from the files of other programs, without a running pipeline: each operation owns the data folder
 * for its time. {@code docs/formats.md} describes the files.
 */
@NullMarked
package io.patchrank.pipeline.exchange;

import org.jspecify.annotations.NullMarked;
