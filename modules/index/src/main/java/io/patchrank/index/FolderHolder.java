package io.patchrank.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note in the folder that says which process has it open, to be shown to whoever finds it locked. Only a note: the
 * lock is Lucene's, held by the operating system and gone with the process.
 */
final class FolderHolder {
    private static final Logger LOG = LoggerFactory.getLogger(FolderHolder.class);
    private static final String FILE = "holder.pid";

    private final Path note;

    FolderHolder(Path folder) {
        note = folder.resolve(FILE);
    }

    void enter() {
        try {
            Files.writeString(note, Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            LOG.debug("Cannot note the holder of {}", note, e);
        }
    }

    void leave() {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.debug("Cannot remove {}", note, e);
        }
    }

    /** In words for an error message. */
    String describe() {
        return pid().flatMap(ProcessHandle::of)
                .map(process -> process.pid() == ProcessHandle.current().pid()
                        ? "this process (" + process.pid() + ")"
                        : "process " + process.pid()
                                + process.info()
                                        .command()
                                        .map(c -> " (" + c + ")")
                                        .orElse(""))
                .orElse("another process");
    }

    private Optional<Long> pid() {
        try {
            return Optional.of(Long.parseLong(Files.readString(note).strip()));
        } catch (IOException | NumberFormatException e) {
            LOG.debug("No holder noted in {}", note, e);
            return Optional.empty();
        }
    }
}
