package io.patchrank.index;

import io.patchrank.api.gallery.GalleryImage;
import java.util.List;
import java.util.Optional;

/**
 * What a damaged catalogue still says.
 *
 * @param rows the newest of each image, in the order of their ids
 * @param complete whether these are all rows that there were
 */
public record SalvagedCatalogue(List<Row> rows, boolean complete) {
    public SalvagedCatalogue {
        rows = List.copyOf(rows);
    }

    /**
     * @param descriptor global descriptor where one was kept and its file is sound
     * @param trusted whether the row stood in a file whose checksum is right
     */
    public record Row(GalleryImage image, Optional<float[]> descriptor, boolean trusted) {}
}
