package io.patchrank.api.gallery;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Catalogue rows, changes and descriptors for tests of galleries. */
public final class GalleryRows {
    public static final String MODEL = "dinov2-test/8@1";
    public static final Instant ADDED = Instant.parse("2026-02-03T04:05:06.123456789Z");
    public static final Instant UPDATED = Instant.parse("2026-03-04T05:06:07.000000008Z");

    private GalleryRows() {}

    public static GalleryImage pending(String id) {
        return image(id, new ImageState.Pending(), Map.of());
    }

    public static GalleryImage rejected(String id) {
        return image(id, new ImageState.Rejected(ErrorCode.TRUNCATED_IMAGE, "ends after 12 kB"), Map.of());
    }

    public static GalleryImage removed(String id) {
        return image(id, new ImageState.Removed(), Map.of());
    }

    public static GalleryImage indexed(String id) {
        return indexed(id, MODEL, Map.of());
    }

    public static GalleryImage indexed(String id, Map<String, Object> metadata) {
        return indexed(id, MODEL, metadata);
    }

    public static GalleryImage indexed(String id, String model, Map<String, Object> metadata) {
        return image(id, new ImageState.Indexed(model, new FeatureKey(7, 11)), metadata);
    }

    /** A row whose source is {@code /gallery/ID.jpg}. */
    public static GalleryImage image(String id, ImageState state, Map<String, Object> metadata) {
        ImageContent content = new ImageContent("ab".repeat(32), 5_000_000_000L, ADDED, 4000, 3000);
        return new GalleryImage(new ImageId(id), "/gallery/" + id + ".jpg", content, state, metadata, ADDED, UPDATED);
    }

    /** The values, scaled to length 1. */
    public static float[] unit(double... values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        float[] unit = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            unit[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return unit;
    }

    /** Uniform on the unit sphere. */
    public static float[] randomUnit(Random random, int dimension) {
        double[] values = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = random.nextGaussian();
        }
        return unit(values);
    }
}
