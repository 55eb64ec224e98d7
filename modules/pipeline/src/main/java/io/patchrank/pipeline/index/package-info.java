/** Stage: the catalogue, ingest of one image, and global search. */
@NullMarked
package io.patchrank.pipeline.index;

import org.jspecify.annotations.NullMarked;
