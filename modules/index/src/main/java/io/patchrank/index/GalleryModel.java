package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Map;

/**
 * The one model whose descriptors the gallery holds. Kept in the user data of every commit beside the version of the
 * format, and so as consistent as the rows.
 *
 * @param fingerprint empty as long as the gallery never held a descriptor
 * @param dimension values of a descriptor; 0 as long as the gallery never held one
 */
record GalleryModel(String fingerprint, int dimension) {
    static final GalleryModel NONE = new GalleryModel("", 0);

    /** Counted up when an older patchrank could no longer read what is written. */
    static final int FORMAT = 1;

    private static final String FORMAT_KEY = "patchrank.format";
    private static final String FINGERPRINT_KEY = "patchrank.fingerprint";
    private static final String DIMENSION_KEY = "patchrank.dimension";

    boolean isNone() {
        return dimension == 0;
    }

    /**
     * The Lucene field of the descriptors. Lucene fixes the dimension of a field for the life of an index, so each
     * dimension has a field of its own: a gallery that was emptied can then go on with another model.
     */
    String field() {
        return "descriptor." + dimension;
    }

    Map<String, String> toUserData() {
        return Map.of(
                FORMAT_KEY, Integer.toString(FORMAT),
                FINGERPRINT_KEY, fingerprint,
                DIMENSION_KEY, Integer.toString(dimension));
    }

    /**
     * Reads the user data of a commit.
     *
     * @param folder named in the error: {@code DATA_FOLDER_NEWER}, or {@code DATA_CORRUPT} when it is no gallery
     */
    static GalleryModel of(Map<String, String> userData, String folder) {
        try {
            int format = Integer.parseInt(userData.getOrDefault(FORMAT_KEY, ""));
            if (format > FORMAT) {
                throw new PatchrankException(
                        ErrorCode.DATA_FOLDER_NEWER,
                        folder,
                        "was written by a newer patchrank (gallery format " + format + ", this one reads up to "
                                + FORMAT + "); use that version, or name another data folder");
            }
            return new GalleryModel(
                    userData.getOrDefault(FINGERPRINT_KEY, ""),
                    Integer.parseInt(userData.getOrDefault(DIMENSION_KEY, "")));
        } catch (NumberFormatException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    folder,
                    "holds a Lucene index that is no patchrank gallery; name another data folder",
                    e);
        }
    }
}
