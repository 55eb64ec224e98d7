package io.patchrank.api.feature;

/** Where the features of an image are kept. Never changes: a segment keeps its id and row order when it is sealed. */
public record FeatureKey(long segment, int row) {
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
    public String toString() {
        return segment + "/" + row;
    }
}
