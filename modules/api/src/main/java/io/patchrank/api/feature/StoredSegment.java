package io.patchrank.api.feature;

/**
 * Rows of a storage that appear and vanish together.
 *
 * @param rows features in it, also those that no image refers to any more
 * @param bytes size on disk
 * @param open whether appends still go to it
 * @param movable whether its rows can be {@link FeatureStorage#copy copied}: not those of another precision than new
 *     rows get
 */
public record StoredSegment(long id, int rows, long bytes, boolean open, boolean movable) {}
