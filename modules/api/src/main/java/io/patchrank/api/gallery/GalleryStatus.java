package io.patchrank.api.gallery;

/**
 * @param modelFingerprint of the indexed images; empty as long as the gallery never held one
 * @param search {@code exact}, {@code ivf} or {@code hnsw}: how the next search runs
 */
public record GalleryStatus(
        long indexed,
        long pending,
        long rejected,
        long removed,
        String modelFingerprint,
        int dimension,
        String search) {}
