package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.gallery.GalleryImage;
import java.util.List;
import java.util.Optional;

/**
 * What the catalogue knows when a file comes in.
 *
 * @param row the image of this source: the live one, else a removed one whose id it takes up again
 * @param id of that row; a fresh one when there is none
 * @param twins indexed images of the same content under other sources
 */
record Known(Optional<GalleryImage> row, ImageId id, List<GalleryImage> twins) {}
