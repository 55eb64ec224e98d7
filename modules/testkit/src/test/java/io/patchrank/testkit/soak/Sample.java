package io.patchrank.testkit.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * What a process holds at one moment, when nothing is in progress and garbage is collected.
 *
 * @param extractions done by then
 * @param values by the name of what was measured
 */
record Sample(long extractions, Map<String, Double> values) {
    /** Resident memory, bytes. */
    static final String RESIDENT = "resident bytes";
    /** Memory that native objects of Java's own hold. */
    static final String NATIVE_BYTES = "native bytes";

    static final String NATIVE_OBJECTS = "native objects";
    static final String HEAP = "heap bytes";
    static final String DIRECT = "direct buffer bytes";
    static final String THREADS = "threads";
    /** But for those of the gallery's own files, whose number changes with them. */
    static final String HANDLES = "file handles";
    /** Handles and mappings of files that are deleted: their space is not given back. */
    static final String DELETED = "deleted files held";

    private static final Path PROCESS = Path.of("/proc/self");
    private static final int COLLECTIONS = 3;

    double of(String quantity) {
        return Objects.requireNonNull(values.get(quantity), quantity);
    }

    /** @param gallery folder of the data */
    static Sample take(long extractions, Path gallery) throws IOException {
        // Native objects that nobody refers to are freed by a thread of its own after a collection.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            pause();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(RESIDENT, (double) resident());
        values.put(NATIVE_BYTES, (double) Pointer.totalBytes());
        values.put(NATIVE_OBJECTS, (double) Pointer.totalCount());
        values.put(HEAP, (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        values.put(DIRECT, (double) direct());
        values.put(THREADS, (double) ManagementFactory.getThreadMXBean().getThreadCount());
        List<String> handles = handles();
        values.put(HANDLES, (double) handles.stream()
                .filter(file -> !file.startsWith(gallery.toString()))
                .count());
        long deleted = handles.stream().filter(file -> isDeleted(file, gallery)).count();
        values.put(DELETED, (double) (deleted + mappingsOfDeleted(gallery)));
        return new Sample(extractions, values);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static long resident() throws IOException {
        String line = Files.readAllLines(PROCESS.resolve("status")).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static List<String> handles() throws IOException {
        try (Stream<Path> links = Files.list(PROCESS.resolve("fd"))) {
            return links.map(Sample::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed since";
        }
    }

    private static boolean isDeleted(String file, Path gallery) {
        return file.startsWith(gallery.toString()) && file.endsWith("(deleted)");
    }

    private static long mappingsOfDeleted(Path gallery) throws IOException {
        return Files.readAllLines(PROCESS.resolve("maps")).stream()
                .filter(line -> line.contains(gallery.toString()) && line.endsWith("(deleted)"))
                .count();
    }

    JsonObject toJson() {
        return new JsonObject().put("extractions", extractions).put("values", new JsonObject(Map.copyOf(values)));
    }

    static Sample fromJson(JsonObject json) {
        Map<String, Double> values = new LinkedHashMap<>();
        json.getJsonObject("values").forEach(v -> values.put(v.getKey(), ((Number) v.getValue()).doubleValue()));
        return new Sample(json.getLong("extractions"), values);
    }
}
