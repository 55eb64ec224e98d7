package io.patchrank.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.DoubleAccumulator;

/** Memory of this process, as the kernel counts it. */
final class ProcessMemory {
    private static final long LOOK_EVERY_MILLIS = 100;

    private ProcessMemory() {}

    /** Pages of this process in memory, mapped files among them; 0 where the system does not tell. */
    static double residentMegabytes() throws IOException {
        return kilobytes("VmRSS:") / 1024.0;
    }

    /** Without mapped files, which the kernel may take back at any time. */
    static double anonymousMegabytes() throws IOException {
        return kilobytes("RssAnon:") / 1024.0;
    }

    /**
     * The largest amount of anonymous memory while something runs, looked at ten times a second.
     *
     * @throws IOException as the work throws it
     */
    static double peakMegabytes(Work work) throws IOException {
        DoubleAccumulator peak = new DoubleAccumulator(Math::max, anonymousMegabytes());
        Thread watch = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                    peak.accumulate(anonymousMegabytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            work.run();
        } finally {
            watch.interrupt();
        }
        return Math.max(peak.get(), anonymousMegabytes());
    }

    /** Heap that something still needs, once the rest has been collected. */
    static double liveHeapMegabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    interface Work {
        void run() throws IOException;
    }

    private static long kilobytes(String name) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
