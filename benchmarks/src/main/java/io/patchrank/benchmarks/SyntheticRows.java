package io.patchrank.benchmarks;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import java.time.Instant;
import java.util.Map;

/** Catalogue rows as those of photographs in folders, made from their numbers. */
final class SyntheticRows {
    static final String MODEL = "synthetic/384@1";

    private static final Instant TAKEN = Instant.parse("2024-05-06T07:08:09.123456789Z");
    private static final int A_FOLDER = 500;

    private SyntheticRows() {}

    static ImageId id(long image) {
        return new ImageId("%016x".formatted(mix(image)));
    }

    /** A row whose features are under the key of the same number, {@code 4096} a segment. */
    static GalleryImage image(long image) {
        return image(image, new FeatureKey(1 + image / 4096, (int) (image % 4096)), MODEL);
    }

    static GalleryImage image(long image, FeatureKey features, String model) {
        Instant when = TAKEN.plusMillis(image * 1234567);
        String sha256 =
                "%016x%016x%016x%016x".formatted(mix(image + 1), mix(image + 2), mix(image + 3), mix(image + 4));
        return new GalleryImage(
                id(image),
                "/pictures/archive/%04d/DSC_%08d.jpg".formatted(image / A_FOLDER, image),
                new ImageContent(sha256, 2_000_000 + image % 1_000_003, when, 4000, 3000),
                new ImageState.Indexed(model, features),
                Map.of(),
                when,
                when);
    }

    /** Numbers that look random, different ones for different images (the finaliser of SplitMix64). */
    static long mix(long image) {
        long z = image * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
