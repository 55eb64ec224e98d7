package io.patchrank.pipeline.health;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.message.StageAddresses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data folder can be written. After a write has failed it is tried again with a small file whenever
 * somebody asks: who is told that a process is not ready sends it nothing that could show otherwise.
 */
public final class DataFolderHealth implements StageObserver {
    private static final Set<String> WRITES = Set.of(StageAddresses.STORE, Addresses.GALLERY_PUT);
    private static final int PROBE_BYTES = 64 << 10;

    private final Path folder;
    private final DataSize minFree;
    private final AtomicReference<@Nullable PatchrankException> lastFailure = new AtomicReference<>();

    /** @param minFree with less space left, something will soon fail */
    public DataFolderHealth(Path folder, DataSize minFree) {
        this.folder = folder;
        this.minFree = minFree;
    }

    @Override
    public void answered(Answer answer) {
        if (!WRITES.contains(answer.address())) {
            return;
        }
        answer.failure()
                .filter(failure -> failure.code() == ErrorCode.DISK_FULL || failure.code() == ErrorCode.IO_FAILED)
                .ifPresent(lastFailure::set);
        if (answer.reply().isPresent() && answer.stage() == Stage.STORE) {
            lastFailure.set(null);
        }
    }

    /** What is wrong; empty when all is well. Blocks. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < minFree.bytes()) {
                problems.add("%s: %d MB are free, less than operations.data-min-free (%s); free space"
                        .formatted(folder, free >> 20, minFree));
            }
        } catch (IOException e) {
            problems.add(folder + ": the data folder cannot be looked at: " + e);
        }
        PatchrankException failure = lastFailure.get();
        if (failure != null) {
            try {
                write();
                lastFailure.compareAndSet(failure, null);
            } catch (IOException e) {
                problems.add("%s: %s (the last write failed: %s)".formatted(folder, e, failure.getMessage()));
            }
        } else if (!Files.isWritable(folder)) {
            problems.add(folder + ": the data folder cannot be written; give permission, or mount it writable");
        }
        return problems;
    }

    private void write() throws IOException {
        Path probe = folder.resolve("probe.tmp");
        try (FileChannel channel = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
