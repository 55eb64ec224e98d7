package io.patchrank.pipeline.search;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.api.picture.PixelSize;
import java.util.List;
import java.util.Optional;

/**
 * A query whose features are known.
 *
 * @param self the gallery image that the query is, left out of its own list
 * @param size of the upright original, cropped or not; empty when it was not decoded
 */
record Query(float[] global, LocalDescriptors locals, String model, Optional<ImageId> self, Optional<PixelSize> size) {
    Query of(ImageId image) {
        return new Query(global, locals, model, Optional.of(image), size);
    }

    /** The list without the query itself. */
    List<Neighbour> withoutSelf(List<Neighbour> neighbours, int limit) {
        return neighbours.stream()
                .filter(n -> self.filter(n.image().id()::equals).isEmpty())
                .limit(limit)
                .toList();
    }
}
