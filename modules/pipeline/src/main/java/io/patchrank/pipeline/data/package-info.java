/** The data folder: one owner, one format version. */
@NullMarked
package io.patchrank.pipeline.data;

import org.jspecify.annotations.NullMarked;
