package io.patchrank.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, as the kernel counts it. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** Pages of this process in memory, mapped files among them; 0 where the system does not tell. */
    static double residentMegabytes() throws IOException {
        return kilobytes("VmRSS:") / 1024.0;
    }

    /** Without mapped files, which the kernel may take back at any time. */
    static double anonymousMegabytes() throws IOException {
        return kilobytes("RssAnon:") / 1024.0;
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
