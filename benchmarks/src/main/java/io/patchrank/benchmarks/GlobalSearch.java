package io.patchrank.benchmarks;

import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.index.ApproximateSearch;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Global search as the index stage does it: hits with their catalogue rows, from the gallery on disk. Descriptors and
 * queries are those that {@code peers/global_search.py make} wrote.
 *
 * <pre>
 * GlobalSearch build FOLDER METHOD           the gallery FOLDER/METHOD (ivf or hnsw), as an ingest writes it
 * GlobalSearch search FOLDER KIND THREADS    KIND exact, default, ivf, ivf:SHARE (of the gallery that is read) or hnsw
 * </pre>
 */
public final class GlobalSearch {
    private static final int DIMENSION = 384;
    private static final int K = 100;
    /** Images of one commit, as a busy ingest makes them. */
    private static final int COMMIT = 1000;

    private static final double WARM_UP_SECONDS = 3;
    private static final double SECONDS = 4;
    /** As the peer allows itself. */
    private static final float ROUNDING = 1e-6f;

    private final Path folder;

    private GlobalSearch(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        GlobalSearch benchmark = new GlobalSearch(Path.of(arguments[1]));
        if (arguments[0].equals("build")) {
            benchmark.build(arguments[2]);
        } else {
            benchmark.search(arguments[2], Integer.parseInt(arguments[3]));
        }
    }

    private void build(String method) throws IOException {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        try (Vectors descriptors = new Vectors(folder.resolve("descriptors.f32"));
                LuceneGalleryIndex gallery = LuceneGalleryIndex.open(folder.resolve(method), options(method))) {
            long end = descriptors.count();
            for (long begin = 0; begin < end; begin += COMMIT) {
                List<CatalogueChange> changes = new ArrayList<>();
                for (long image = begin; image < Math.min(end, begin + COMMIT); image++) {
                    changes.add(new CatalogueChange.Index(SyntheticRows.image(image), descriptors.get(image)));
                }
                gallery.apply(changes);
            }
            gallery.settle();
            gallery.compact(
                    PatchrankConfig.load(Optional.empty(), Map.of()).store().compactAbove());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        String figures = String.format(
                Locale.ROOT,
                "\"buildSeconds\": %.1f, \"buildCpuSeconds\": %.1f, \"bytes\": %d",
                seconds,
                cpuSeconds,
                bytes(folder.resolve(method)));
        Files.writeString(folder.resolve(method + ".json"), figures);
        System.out.println("{" + figures + "}");
    }

    private void search(String kind, int threads) throws IOException {
        IndexOptions options = options(kind);
        float[][] queries = all("queries.f32", DIMENSION);
        float[][] truth = all("truth.f32", K);
        String written = options.approximate().toString();
        try (GalleryIndex gallery = LuceneGalleryIndex.open(folder.resolve(written), options)) {
            double recall = recall(gallery, queries, truth);
            rate(gallery, queries, threads, WARM_UP_SECONDS);
            long cpu = cpuNanos();
            long begun = System.nanoTime();
            double rate = rate(gallery, queries, threads, SECONDS);
            double cores = (double) (cpuNanos() - cpu) / (System.nanoTime() - begun);
            System.out.printf(
                    Locale.ROOT,
                    "{\"kind\": \"%s\", \"used\": \"%s\", \"threads\": %d, \"recall\": %.5f, \"queriesPerSecond\": %.2f,"
                            + " \"queriesPerCpuSecond\": %.2f,"
                            + " \"rssMegabytes\": %.0f, \"heapMegabytes\": %.0f, \"versions\": {\"java\": \"%s\"},"
                            + " \"settings\": \"%s searched, recall %.3f\", %s}%n",
                    kind,
                    gallery.status().search(),
                    threads,
                    recall,
                    rate,
                    rate / cores,
                    ProcessMemory.residentMegabytes(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0,
                    Runtime.version(),
                    gallery.status().search(),
                    recall,
                    Files.readString(folder.resolve(written + ".json")));
        }
    }

    private static IndexOptions options(String kind) {
        IndexOptions defaults = IndexOptions.defaults();
        if (kind.startsWith("ivf:")) {
            return defaults.withExactBelow(0).withProbe(Double.parseDouble(kind.substring("ivf:".length())));
        }
        return switch (kind) {
            case "exact" -> defaults.withExactBelow(Integer.MAX_VALUE);
            case "ivf" -> defaults.withExactBelow(0);
            case "hnsw" -> defaults.withExactBelow(0).withApproximate(ApproximateSearch.HNSW);
            case "default" -> defaults;
            default -> throw new IllegalArgumentException("exact, default, ivf or hnsw, not " + kind);
        };
    }

    /** Equal similarities are as good as each other; two kernels differ in the last bits. */
    private static double recall(GalleryIndex gallery, float[][] queries, float[][] truth) {
        long found = 0;
        for (int i = 0; i < queries.length; i++) {
            float kth = truth[i][K - 1] - ROUNDING;
            found += gallery.search(queries[i], K, MetadataFilter.ANY).stream()
                    .filter(hit -> hit.similarity() >= kth)
                    .count();
        }
        return (double) found / ((long) queries.length * K);
    }

    /** Queries a second of so many callers, each asking one query after the other. */
    private static double rate(GalleryIndex gallery, float[][] queries, int threads, double seconds) {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        Callable<Long> caller = () -> {
            long done = 0;
            while (System.nanoTime() < end) {
                float[] query = queries[(int) (next.getAndIncrement() % queries.length)];
                List<Neighbour> hits = gallery.search(query, K, MetadataFilter.ANY);
                done += hits.size() == K ? 1 : 0;
            }
            return done;
        };
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(callers.submit(caller));
            }
            long done = 0;
            for (Future<Long> each : running) {
                done += each.get();
            }
            return done / ((System.nanoTime() - start) / 1e9);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private float[][] all(String file, int width) throws IOException {
        try (Vectors vectors = new Vectors(folder.resolve(file), width)) {
            float[][] all = new float[(int) vectors.count()][];
            for (int i = 0; i < all.length; i++) {
                all[i] = vectors.get(i);
            }
            return all;
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Rows of floats in a file, little-endian. */
    private record Vectors(FileChannel file, int width, long count) implements AutoCloseable {
        Vectors(Path path) throws IOException {
            this(path, DIMENSION);
        }

        Vectors(Path path, int width) throws IOException {
            this(FileChannel.open(path), width, Files.size(path) / Float.BYTES / width);
        }

        float[] get(long row) throws IOException {
            long bytes = (long) width * Float.BYTES;
            float[] values = new float[width];
            FloatBuffer floats = file.map(FileChannel.MapMode.READ_ONLY, row * bytes, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            floats.get(values);
            return values;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
