package io.patchrank.pipeline.compare;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.imaging.draw.HeatMap;
import io.patchrank.imaging.draw.PatchColours;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The maps of both images, as far as their patches are known. */
record Maps(OfImage query, OfImage other) {
    /**
     * Both PNGs, or neither.
     *
     * @param attention over the described area, with alpha
     * @param colours of the joint principal components, over the same
     */
    record OfImage(Optional<byte[]> attention, Optional<byte[]> colours) {}

    static Maps of(ComparedImage query, ComparedImage other) {
        List<DensePatches> known =
                Stream.of(query, other).flatMap(image -> image.dense().stream()).toList();
        Iterator<byte[]> colours = known.isEmpty()
                ? List.<byte[]>of().iterator()
                : PatchColours.pngs(known).iterator();
        return new Maps(ofImage(query, colours), ofImage(other, colours));
    }

    private static OfImage ofImage(ComparedImage image, Iterator<byte[]> colours) {
        return new OfImage(
                image.dense().map(dense -> HeatMap.png(dense.grid(), dense.weights())),
                image.dense().map(dense -> colours.next()));
    }
}
