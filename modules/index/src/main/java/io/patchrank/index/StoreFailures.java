package io.patchrank.index;

import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.ThreadInterruptedException;

/** What Lucene and the file system throw, as the errors that users see. */
final class StoreFailures {
    private final Path folder;

    StoreFailures(Path folder) {
        this.folder = folder;
    }

    /** A task on the index. */
    interface Task<T> {
        T run() throws IOException;
    }

    /** Runs the task; whatever it throws arrives typed. */
    <T> T typed(Task<T> task) {
        try {
            return task.run();
        } catch (IOException | RuntimeException e) {
            throw of(e);
        } catch (InternalError e) {
            // How the JVM says that the disk failed, or the file was cut short, under a mapped page.
            throw error(ErrorCode.IO_FAILED, "a file of the gallery index cannot be read: " + e.getMessage(), e);
        }
    }

    PatchrankException of(Exception failure) {
        return switch (failure) {
            case PatchrankException typed -> typed;
            case IndexFormatTooNewException e ->
                error(
                        ErrorCode.DATA_FOLDER_NEWER,
                        "was written by a newer patchrank; use that version, or name another data folder",
                        e);
            case IndexFormatTooOldException e when isJunk(e) -> corrupt(e);
            case IndexFormatTooOldException e ->
                error(
                        ErrorCode.DATA_CORRUPT,
                        "was written by a patchrank too old to be read; ingest the images into a new data folder",
                        e);
            case CorruptIndexException e -> corrupt(e);
            case IndexNotFoundException e -> corrupt(e);
            case EOFException e -> corrupt(e);
            case NoSuchFileException e when !Files.isDirectory(folder) -> disk(e);
            case NoSuchFileException e -> corrupt(e);
            case FileNotFoundException e -> corrupt(e);
            case AlreadyClosedException e when e.getCause() instanceof Exception cause -> of(cause);
            case AlreadyClosedException e ->
                error(ErrorCode.STAGE_UNAVAILABLE, "the gallery index is closed; try again when it is up", e);
            // Lucene's writer when a merge in the background has failed since the last call.
            case IllegalStateException e when e.getCause() instanceof IOException cause -> of(cause);
            case ClosedByInterruptException e -> interrupted(e);
            case ThreadInterruptedException e -> interrupted(e);
            case IOException e -> disk(e);
            case IndexSearcher.TooManyClauses e ->
                new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        "filter",
                        "has more than " + IndexSearcher.getMaxClauseCount() + " parts; ask in several requests",
                        e);
            default -> error(ErrorCode.INTERNAL, "the gallery index failed: " + failure, failure);
        };
    }

    /** Lucene calls a file too old whose first bytes are not its own: it then compares them with its magic number. */
    private static boolean isJunk(IndexFormatTooOldException e) {
        return e.getMinVersion() != null && e.getMinVersion() == CodecUtil.CODEC_MAGIC;
    }

    private PatchrankException corrupt(Exception e) {
        return error(
                ErrorCode.DATA_CORRUPT,
                "a file of the gallery index is damaged or missing; restore the folder from a copy, or ingest the"
                        + " images into a new data folder",
                e);
    }

    private PatchrankException disk(IOException e) {
        DiskFailure meaning = DiskFailure.of(e);
        return error(meaning.code(), meaning.reason() + " (" + e + ")", e);
    }

    private PatchrankException interrupted(Exception e) {
        return error(ErrorCode.CANCELLED, "interrupted before it was done; ask again", e);
    }

    private PatchrankException error(ErrorCode code, String message, Throwable cause) {
        return new PatchrankException(code, folder.toString(), message, cause);
    }
}
