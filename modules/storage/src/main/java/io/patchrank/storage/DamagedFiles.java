package io.patchrank.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where a repair puts what it takes away: nothing is deleted, and nothing there is ever overwritten. */
public record DamagedFiles(Path folder) {
    /**
     * Moves a file or folder here, under its own name or, where that is taken, with a number behind.
     *
     * @return where it is now
     */
    public Path keep(Path file) throws IOException {
        Path place = free(String.valueOf(file.getFileName()));
        return Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes the bytes between two positions of a file here. */
    Path keepPart(Path file, String part, long from, long to) throws IOException {
        Path place = free(file.getFileName() + "." + part);
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(1 << 20);
            long at = from;
            while (at < to) {
                block.clear().limit((int) Math.min(block.capacity(), to - at));
                int read = source.read(block, at);
                if (read < 0) {
                    break;
                }
                Journal.writeFully(target, block.flip(), at - from);
                at += read;
            }
            target.force(true);
        }
        return place;
    }

    private Path free(String name) throws IOException {
        Files.createDirectories(folder);
        Path place = folder.resolve(name);
        for (int number = 1; Files.exists(place); number++) {
            place = folder.resolve(name + "." + number);
        }
        return place;
    }
}
