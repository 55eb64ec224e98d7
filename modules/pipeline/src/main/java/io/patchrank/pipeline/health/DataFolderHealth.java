package io.patchrank.pipeline.health;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.message.StageAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data folder is there and can be read and written. After the disk has failed it is tried again with a small
 * file whenever somebody asks: who is told that a process is not ready sends it nothing that could show otherwise.
 */
public final class DataFolderHealth implements StageObserver, Condition {
    /** Answered from the data folder alone. */
    private static final Set<String> OF_THE_FOLDER = Set.of(
            StageAddresses.STORE,
            StageAddresses.READ_LOCALS,
            StageAddresses.STORE_STATUS,
            StageAddresses.SHORTLIST,
            StageAddresses.INDEXED,
            Addresses.GALLERY_GET,
            Addresses.GALLERY_LIST,
            Addresses.GALLERY_STATUS);
    /** Answered with the help of other files too. */
    private static final Set<String> OF_OTHERS_TOO = Set.of(Addresses.GALLERY_PUT, Addresses.GALLERY_REMOVE);

    private static final Set<ErrorCode> OF_THE_DISK = Set.of(ErrorCode.DISK_FULL, ErrorCode.IO_FAILED);

    /** A try of all that is asked of the disk under a folder. */
    @FunctionalInterface
    public interface Probe {
        void run(Path folder) throws IOException;
    }

    private final Path folder;
    private final DataSize minFree;
    private final Probe probe;
    private final AtomicReference<@Nullable PatchrankException> lastFailure = new AtomicReference<>();
    /** Failures of the catalogue that trying the disk cannot disprove, by address. */
    private final Map<String, PatchrankException> damage = new ConcurrentHashMap<>();

    /**
     * @param folder absolute
     * @param minFree with less space left, something will soon fail
     */
    public DataFolderHealth(Path folder, DataSize minFree, Probe probe) {
        this.folder = folder;
        this.minFree = minFree;
        this.probe = probe;
    }

    @Override
    public void answered(Answer answer) {
        answer.failure()
                .filter(failure -> OF_THE_DISK.contains(failure.code()) && isOfTheFolder(answer.address(), failure))
                .ifPresent(lastFailure::set);
        if (answer.stage() == Stage.INDEX && OF_THE_FOLDER.contains(answer.address())) {
            answer.failure()
                    .filter(failure -> failure.code() == ErrorCode.DATA_CORRUPT && isInFolder(failure.subject()))
                    .ifPresent(failure -> damage.put(answer.address(), failure));
            answer.reply().ifPresent(reply -> damage.remove(answer.address()));
        }
        if (answer.reply().isPresent() && answer.address().equals(StageAddresses.STORE)) {
            lastFailure.set(null);
        }
    }

    private boolean isOfTheFolder(String address, PatchrankException failure) {
        return OF_THE_FOLDER.contains(address) || (OF_OTHERS_TOO.contains(address) && isInFolder(failure.subject()));
    }

    private boolean isInFolder(String subject) {
        try {
            return Path.of(subject).startsWith(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            problems.add(folder + ": the data folder is gone; put it back, or mount its disk again");
            return problems;
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < minFree.bytes()) {
                problems.add("%s: %d MB are free, less than operations.data-min-free (%s); free space"
                        .formatted(folder, free >> 20, minFree));
            }
        } catch (IOException e) {
            problems.add(folder + ": the data folder cannot be looked at: " + e);
        }
        damage.values().stream()
                .findFirst()
                .ifPresent(failure ->
                        problems.add(failure.getMessage() + " (stop the process and run patchrank doctor --repair)"));
        PatchrankException failure = lastFailure.get();
        if (failure != null) {
            try {
                probe.run(partOf(failure.subject()));
                lastFailure.compareAndSet(failure, null);
            } catch (IOException e) {
                problems.add("%s: %s (the last failure: %s)".formatted(folder, e, failure.getMessage()));
            }
        } else if (!Files.isWritable(folder)) {
            problems.add(folder + ": the data folder cannot be written; give permission, or mount it writable");
        }
        return problems;
    }

    /** Catalogue and features may lie on disks of their own. */
    private Path partOf(String subject) {
        if (!isInFolder(subject)) {
            return folder;
        }
        Path inside = folder.relativize(Path.of(subject));
        Path part = folder.resolve(inside.getName(0));
        return Files.isRegularFile(part) ? folder : part;
    }
}
