package io.patchrank.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Channels on real files that fail on demand, count, and tell what has happened. The switches hold for all channels at
 * once.
 */
public final class FaultyChannels implements ChannelOpener {
    final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    final AtomicInteger forces = new AtomicInteger();
    private volatile Watcher watcher = new Watcher() {};
    volatile boolean forceFails;
    volatile boolean truncateFails;
    /** Runs before each force of a file. */
    volatile Runnable beforeForce = () -> {};

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = ChannelOpener.SYSTEM.open(file, options);
        boolean changes = options.contains(StandardOpenOption.WRITE) || Files.isDirectory(file);
        return changes ? new FaultyChannel(channel, file, this) : channel;
    }

    /** Hears of what has just happened to a file, on the thread that did it. */
    public interface Watcher {
        /** Bytes were handed to the operating system. */
        default void wrote(Path file) {}

        /** The file, or the entries of the folder, are on disk. */
        default void forced(Path file) {}
    }

    public void watch(Watcher hears) {
        watcher = hears;
    }

    Watcher watcher() {
        return watcher;
    }

    /** The disk has room for so many bytes from now on. */
    public void diskFullAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    public void freeDisk() {
        bytesLeft.set(Long.MAX_VALUE);
    }
}
