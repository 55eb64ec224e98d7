package io.patchrank.api.gallery;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Catalogue of the gallery and search over its global descriptors, in one consistent store. Thread-safe; callers block
 * on disk, so never call from an event loop.
 *
 * <p>Errors: {@code MODEL_MISMATCH} when a descriptor's length or fingerprint differs from the gallery's,
 * {@code DISK_FULL} and {@code IO_FAILED} when writing fails (nothing of the call is then visible).
 */
public interface GalleryIndex extends AutoCloseable {
    /** Rows of a page of {@link #forEachPage}. */
    int PAGE = 500;

    /**
     * Applies the changes together. When this returns they are on disk and every later read of any thread sees them.
     * Applying the same changes twice leaves the same gallery. One call costs one commit, however many changes.
     */
    void apply(List<CatalogueChange> changes);

    Optional<GalleryImage> get(ImageId id);

    /** The image with its descriptor, both of one moment; empty unless it is indexed. */
    Optional<IndexedImage> indexed(ImageId id);

    /** The image of this source that is not removed. */
    Optional<GalleryImage> bySource(String source);

    /** All indexed images with this content. */
    List<GalleryImage> bySha256(String sha256);

    /**
     * A page of rows in the order of their ids.
     *
     * @param after the last id of the page before; empty for the first page
     */
    List<GalleryImage> list(Set<ImageState.Kind> states, MetadataFilter filter, Optional<ImageId> after, int limit);

    /**
     * The nearest indexed images, most similar first; equal similarities in the order of their ids.
     *
     * @param descriptor L2-normalised, [Dg]
     * @param limit at most so many; a limit not below the gallery's size ranks all of it
     */
    List<Neighbour> search(float[] descriptor, int limit, MetadataFilter filter);

    /**
     * All rows of these states that match, in the order of their ids, a page at a time: changes in between show in the
     * pages that follow.
     */
    default void forEachPage(Set<ImageState.Kind> states, MetadataFilter filter, Consumer<List<GalleryImage>> visitor) {
        Optional<ImageId> after = Optional.empty();
        List<GalleryImage> page;
        do {
            page = list(states, filter, after, PAGE);
            visitor.accept(page);
            after = page.isEmpty() ? after : Optional.of(page.getLast().id());
        } while (page.size() == PAGE);
    }

    /** Where the features of every indexed image are, all of one moment, in no order. Reads every row. */
    void visitFeatures(BiConsumer<ImageId, FeatureKey> visitor);

    /**
     * Gives back what rows take that were changed or removed since, when they are more than this share of all, and joins
     * what slows searches by lying scattered. Takes minutes for a large gallery; reads, searches and changes go on
     * meanwhile.
     *
     * @param above 0..1; 1 does neither
     * @return bytes that the disk has back
     */
    long compact(double above);

    GalleryStatus status();

    @Override
    void close();
}
