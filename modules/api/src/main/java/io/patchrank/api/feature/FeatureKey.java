package io.patchrank.api.feature;

import java.util.Comparator;

/**
 * Where the features of an image are kept. Never changes: a segment keeps its id and row order when it is sealed. Keys are
 * in the order in which they were given, which is that of the files and the rows in them.
 */
public record FeatureKey(long segment, int row) implements Comparable<FeatureKey> {
    private static final Comparator<FeatureKey> ORDER =
            Comparator.comparingLong(FeatureKey::segment).thenComparingInt(FeatureKey::row);

    public FeatureKey {
        if (segment < 0 || row < 0) {
            throw new IllegalArgumentException("segment and row are not negative");
        }
    }

    /** Reads {@link #toString()}. */
    public static FeatureKey parse(String text) {
        int slash = text.indexOf('/');
        return new FeatureKey(Long.parseLong(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(FeatureKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return segment + "/" + row;
    }
}
