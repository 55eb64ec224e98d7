package io.patchrank.testkit.crash;

import io.patchrank.pipeline.TestPictures;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One operation on the gallery.
 *
 * @param image number of the image; its file is called so
 * @param content what the file holds when it is put, as a seed of {@link TestPictures}; empty to remove the image
 */
record Change(int image, OptionalLong content) {
    private static final String REMOVED = "-";

    String fileName() {
        return fileName(image);
    }

    static String fileName(int image) {
        return image + ".png";
    }

    /** What the gallery holds of the image when the operation is done. */
    Optional<Long> outcome() {
        return content.isPresent() ? Optional.of(content.getAsLong()) : Optional.empty();
    }

    @Override
    public String toString() {
        return image + " " + (content.isPresent() ? Long.toString(content.getAsLong()) : REMOVED);
    }

    static Change parse(String image, String content) {
        return new Change(
                Integer.parseInt(image),
                content.equals(REMOVED) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(content)));
    }
}
