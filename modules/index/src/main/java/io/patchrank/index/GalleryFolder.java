package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/** The look at a folder before it is opened for writing, since opening deletes what no commit names. */
final class GalleryFolder {
    private static final String SEGMENT_PREFIX = "_";

    private GalleryFolder() {}

    /** Whether a gallery is to be created here; false when the folder holds one that this version reads. */
    static boolean isEmpty(Directory directory, String folder) throws IOException {
        if (DirectoryReader.indexExists(directory)) {
            GalleryModel.of(SegmentInfos.readLatestCommit(directory).getUserData(), folder);
            return false;
        }
        for (String file : directory.listAll()) {
            // A gallery is created by a commit without segments, so segments prove a commit that is gone.
            if (file.startsWith(SEGMENT_PREFIX)) {
                throw new PatchrankException(
                        ErrorCode.DATA_CORRUPT,
                        folder,
                        "holds rows (" + file + ") but the file segments_N that lists them is missing; restore it"
                                + " from a copy, or ingest the images into a new data folder");
            }
        }
        return true;
    }
}
