package io.patchrank.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read the rows of one request beside the caller: a disk answers several reads at once sooner than one after
 * the other, and half precision is converted on all cores. They are never interrupted, which would close the file for
 * all. Thread-safe.
 */
final class RowReaders implements AutoCloseable {
    /** Below it, another thread costs more than it gives. */
    private static final int ROWS_EACH = 4;

    /** More than cores on small machines, since they wait for the disk. */
    private static final int LEAST_THREADS = 4;

    private final int threads = Math.max(LEAST_THREADS, Runtime.getRuntime().availableProcessors());
    private final ExecutorService executor = Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("storage-read-", 1).factory());

    /**
     * Rows 0 to {@code count} - 1. Of several that cannot be read the first is told of, as by one thread alone. When it
     * returns or throws, no thread reads for it any more.
     *
     * @param readers each is used by one thread
     */
    <T> List<T> read(int count, Supplier<IntFunction<T>> readers) {
        Request<T> request = new Request<>(count, readers);
        int helpers = Math.min(threads, count / ROWS_EACH) - 1;
        for (int i = 0; i < helpers; i++) {
            executor.execute(request::help);
        }
        request.readRows();
        return request.rows();
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    private static final class Request<T> {
        private final Supplier<IntFunction<T>> readers;
        private final AtomicReferenceArray<@Nullable T> rows;
        private final AtomicReferenceArray<@Nullable RuntimeException> failures;
        private final AtomicInteger next = new AtomicInteger();
        /** Those that read now; nobody who comes after the last has gone finds a row to read. */
        private final Phaser reading = new Phaser(1);

        private volatile boolean failed;

        Request(int count, Supplier<IntFunction<T>> readers) {
            this.readers = readers;
            this.rows = new AtomicReferenceArray<>(count);
            this.failures = new AtomicReferenceArray<>(count);
        }

        /** A helper that starts when all is read, because others kept it busy, has nothing to do. */
        void help() {
            if (reading.register() < 0) {
                return;
            }
            readRows();
        }

        /** Rows are drawn in order, so all before one that fails are read to their end. */
        void readRows() {
            try {
                IntFunction<T> reader = readers.get();
                for (int i = next.getAndIncrement(); i < rows.length() && !failed; i = next.getAndIncrement()) {
                    try {
                        rows.set(i, reader.apply(i));
                    } catch (RuntimeException e) {
                        failures.set(i, e);
                        failed = true;
                    } catch (Error e) {
                        failures.set(i, new IllegalStateException("a row could not be read: " + e, e));
                        failed = true;
                    }
                }
            } finally {
                reading.arriveAndDeregister();
            }
        }

        /** Waits for those that still read, also when the caller is interrupted: the files must stay open for them. */
        List<T> rows() {
            reading.awaitAdvance(0);
            List<T> all = new ArrayList<>(rows.length());
            for (int i = 0; i < rows.length(); i++) {
                RuntimeException failure = failures.get(i);
                if (failure != null) {
                    throw failure;
                }
                T row = rows.get(i);
                if (row != null) {
                    all.add(row);
                }
            }
            return all;
        }
    }
}
