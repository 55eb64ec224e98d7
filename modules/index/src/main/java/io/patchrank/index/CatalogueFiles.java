package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NIOFSDirectory;

/** The files of a catalogue that nobody has open. */
public final class CatalogueFiles {
    private CatalogueFiles() {}

    /**
     * Compares all files with their checksums; changes nothing.
     *
     * @return what is wrong, a sentence each; empty when all is well, or nothing is there
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER}, {@code IO_FAILED}
     */
    public static List<String> check(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        StoreFailures failures = new StoreFailures(folder);
        // Not mapped: under a mapped page a disk that fails ends in an Error.
        try (Directory directory = new NIOFSDirectory(folder)) {
            if (GalleryFolder.isEmpty(directory, folder.toString())) {
                return List.of();
            }
            // Before all else, since what is newer is not damaged.
            GalleryModel.of(SegmentInfos.readLatestCommit(directory).getUserData(), folder.toString());
            return check(directory);
        } catch (LockObtainFailedException e) {
            throw new PatchrankException(
                    ErrorCode.DATA_FOLDER_IN_USE,
                    folder.toString(),
                    "is open in " + new FolderHolder(folder).describe() + "; stop that first",
                    e);
        } catch (IndexFormatTooNewException e) {
            throw failures.of(e);
        } catch (IOException | RuntimeException e) {
            PatchrankException typed = failures.of(e);
            if (typed.code() != ErrorCode.DATA_CORRUPT && typed.code() != ErrorCode.INTERNAL) {
                throw typed;
            }
            return List.of("the list of its files cannot be read: " + e);
        }
    }

    private static List<String> check(Directory directory) throws IOException {
        try (CheckIndex check = new CheckIndex(directory)) {
            check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS);
            check.setThreadCount(1);
            CheckIndex.Status status = check.checkIndex();
            List<String> problems = new ArrayList<>();
            if (status.missingSegments) {
                problems.add("the list of its files cannot be read");
            }
            for (CheckIndex.Status.SegmentInfoStatus segment : status.segmentInfos) {
                if (segment.error != null) {
                    problems.add("the files " + segment.name + "* of " + segment.maxDoc + " rows are damaged: "
                            + segment.error.getMessage());
                }
            }
            if (problems.isEmpty() && !status.clean) {
                problems.add("Lucene finds it damaged");
            }
            return problems;
        }
    }

    /** All that can be read of a damaged catalogue; changes nothing. */
    public static SalvagedCatalogue salvage(Path folder) {
        return new StoreFailures(folder).typed(() -> {
            try (Directory directory = new NIOFSDirectory(folder)) {
                return new CatalogueSalvage(directory).run();
            }
        });
    }
}
