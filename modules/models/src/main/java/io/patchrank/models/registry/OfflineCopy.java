package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes a file by name from a folder, where there is no network. */
final class OfflineCopy {
    private static final int CHUNK = 1 << 20;

    private OfflineCopy() {}

    /**
     * Fills {@code part}.
     *
     * @return where the file came from
     * @throws PatchrankException {@code NOT_FOUND} when the folder lacks the file, {@code DISK_FULL}, {@code IO_FAILED}
     */
    static Path complete(Path folder, String name, PartFile part, PullListener listener) {
        Path source = folder.resolve(name).toAbsolutePath().normalize();
        if (!Files.isRegularFile(source)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    source.toString(),
                    "no such file; it must have the name of the publisher's file");
        }
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            long total = in.size();
            FileFailures.checkSpace(part.data(), total);
            PartRecord origin =
                    new PartRecord(source.toString(), Optional.empty(), Optional.empty(), OptionalLong.of(total));
            try (FileChannel out = part.restart(origin)) {
                ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
                long done = 0;
                while (in.read(chunk) >= 0) {
                    chunk.flip();
                    while (chunk.hasRemaining()) {
                        done += out.write(chunk);
                    }
                    chunk.clear();
                    listener.progress(done, total);
                }
            }
            return source;
        } catch (IOException e) {
            throw FileFailures.of(part.data(), e);
        }
    }
}
