package io.patchrank.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Channels on real files that fail on demand, and count. The switches hold for all channels at once. */
final class FaultyChannels implements ChannelOpener {
    final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    final AtomicInteger forces = new AtomicInteger();
    volatile boolean forceFails;
    volatile boolean truncateFails;
    /** Runs before each force of a file. */
    volatile Runnable beforeForce = () -> {};

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = ChannelOpener.SYSTEM.open(file, options);
        return options.contains(StandardOpenOption.WRITE) ? new FaultyChannel(channel, this) : channel;
    }

    /** The disk has room for so many bytes from now on. */
    void diskFullAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    void freeDisk() {
        bytesLeft.set(Long.MAX_VALUE);
    }
}
