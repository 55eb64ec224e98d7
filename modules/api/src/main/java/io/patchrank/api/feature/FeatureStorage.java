package io.patchrank.api.feature;

import java.util.List;

/**
 * Durable home of features: rows are appended, and vanish by whole segments. Thread-safe; callers block on disk, so
 * never call from an event loop.
 *
 * <p>Errors: {@code DISK_FULL} and {@code IO_FAILED} when writing fails (nothing of the call is then acknowledged),
 * {@code MODEL_MISMATCH} for features of another shape or model than the storage was opened for, {@code DATA_CORRUPT}
 * when bytes on disk fail their checksum, {@code NOT_FOUND} for a key that was never given. Not every storage keeps every
 * {@link LocalsForm}: one that keeps codes only has neither descriptors nor global descriptors, and asking for what is
 * not kept is a {@code MODEL_MISMATCH}, too.
 */
public interface FeatureStorage extends AutoCloseable {
    /**
     * Appends features and returns their keys, in order, once they are on disk: after a crash, every returned key is
     * readable. One call costs one fsync, however many features it takes.
     *
     * @param names name of each image, for people who open the files with other tools
     */
    List<FeatureKey> append(List<String> names, List<ImageFeatures> features);

    /**
     * Local descriptors in request order; keys may be unsorted and repeated.
     *
     * @param descriptorCount rows wanted of each image: fewer than stored takes the strongest, more than stored is
     *     clamped to what is stored, with one warning. An image with fewer descriptors than that is padded, masked
     */
    List<LocalDescriptors> readLocals(List<FeatureKey> keys, int descriptorCount, LocalsForm form);

    /** As {@link LocalsForm#DESCRIPTORS}. */
    default List<LocalDescriptors> readLocals(List<FeatureKey> keys, int descriptorCount) {
        return readLocals(keys, descriptorCount, LocalsForm.DESCRIPTORS);
    }

    /** Global descriptors in request order, each [Dg]. */
    List<float[]> readGlobals(List<FeatureKey> keys);

    StorageStatus status();

    /** The segments whose rows can be read, in the order of their ids. */
    List<StoredSegment> segments();

    /**
     * Appends what is kept under these keys once more, bit for bit, and returns the new keys, in order, once they are on
     * disk. Both keys can be read, the old one until this storage is closed, even when its segment is dropped: whoever
     * was given it shortly before still gets an answer (for some hundred thousand keys).
     *
     * <p>{@code DATA_CORRUPT} when the file that a row is in fails its checksum: damage is not copied.
     */
    List<FeatureKey> copy(List<FeatureKey> keys);

    /** Ends the open segment with this id: what is appended from now on goes to another. Any other id changes nothing. */
    void endSegment(long segment);

    /**
     * Deletes a segment with all its rows; nobody may refer to them. Its id is never given again. {@code BAD_REQUEST}
     * for one that is open or cannot be read.
     *
     * @return bytes that the disk has back; 0 when there is no such segment
     */
    long drop(long segment);

    /** Seals what is complete, leaves the rest in the journal, releases all files. */
    @Override
    void close();
}
