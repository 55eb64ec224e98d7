package io.patchrank.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Channels on real files that fail on demand, count, and tell what has happened. The switches hold for all channels at
 * once.
 */
public final class FaultyChannels implements ChannelOpener {
    final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    final AtomicInteger forces = new AtomicInteger();
    volatile int largestWrite = Integer.MAX_VALUE;
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile Watcher watcher = new Watcher() {};
    volatile boolean forceFails;
    volatile boolean truncateFails;
    /** Runs before each force of a file. */
    volatile Runnable beforeForce = () -> {};

    @Override
    public FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        attempt(options.contains(StandardOpenOption.WRITE) ? Operation.OPEN_TO_WRITE : Operation.OPEN_TO_READ);
        return new FaultyChannel(ChannelOpener.SYSTEM.open(file, options), file, this);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        attempt(Operation.MOVE);
        ChannelOpener.SYSTEM.move(from, to);
    }

    /** What is asked of a disk. */
    public enum Operation {
        OPEN_TO_READ,
        OPEN_TO_WRITE,
        READ,
        WRITE,
        FORCE,
        MOVE
    }

    private record Fault(Set<Operation> operations, Supplier<IOException> failure) {}

    /** From now on these operations fail, of all files. */
    public void fail(Set<Operation> operations, Supplier<IOException> failure) {
        fault = Optional.of(new Fault(operations, failure));
    }

    /** A write takes so many bytes at most, as it may. */
    public void writeAtOnce(int bytes) {
        largestWrite = bytes;
    }

    /** From now on all succeeds. */
    public void mend() {
        fault = Optional.empty();
        largestWrite = Integer.MAX_VALUE;
        freeDisk();
    }

    void attempt(Operation operation) throws IOException {
        Optional<Fault> now = fault;
        if (now.isPresent() && now.get().operations().contains(operation)) {
            throw now.get().failure().get();
        }
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
