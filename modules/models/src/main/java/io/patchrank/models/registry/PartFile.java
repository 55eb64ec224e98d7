package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What has arrived of a file, and what it is the beginning of.
 *
 * @param data appended to; survives a killed process
 * @param record a {@link PartRecord}
 */
record PartFile(Path data, Path record) {
    long length() {
        try {
            return Files.exists(data) ? Files.size(data) : 0;
        } catch (IOException e) {
            throw FileFailures.of(data, e);
        }
    }

    /** Empty where it is not known; the data is worth nothing then. */
    Optional<PartRecord> origin() {
        try {
            return PartRecord.read(record);
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.DATA_CORRUPT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Empties it for the beginning of another file. In this order: a kill in between leaves nothing misattributed. */
    FileChannel restart(PartRecord origin) {
        discard();
        origin.write(record);
        return append();
    }

    FileChannel append() {
        try {
            return FileChannel.open(
                    data, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw FileFailures.of(data, e);
        }
    }

    void discard() {
        try {
            Files.deleteIfExists(data);
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw FileFailures.of(data, e);
        }
    }

    /** The data has got its final name. */
    void forget() {
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw FileFailures.of(record, e);
        }
    }
}
