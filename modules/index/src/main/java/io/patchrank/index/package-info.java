/**
 * The embedded {@link io.patchrank.api.gallery.GalleryIndex}: catalogue rows and global descriptors as documents of one
 * Lucene index, so that one commit keeps both consistent.
 */
@NullMarked
package io.patchrank.index;

import org.jspecify.annotations.NullMarked;
