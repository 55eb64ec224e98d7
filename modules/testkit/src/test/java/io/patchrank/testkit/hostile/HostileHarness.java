package io.patchrank.testkit.hostile;

import io.patchrank.api.testing.HarnessReport;
import io.patchrank.pipeline.TestPictures;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lets a process watch a folder of hostile files and holds against each how it must end. */
final class HostileHarness {
    private static final long GOOD = 4711;
    /** To list all rows costs both processes more than most files do. */
    private static final int PAUSE_MILLIS = 1000;

    private final long seed;
    private final Path root;
    private final List<String> violations = new ArrayList<>();

    /** @param root an empty folder */
    HostileHarness(long seed, Path root) {
        this.seed = seed;
        this.root = root;
    }

    HostileReport run(int flips) throws Exception {
        Corpus corpus = Corpus.write(root.resolve("watched"), seed, flips);
        List<HostileFile> files = new ArrayList<>(corpus.files());
        try (WatchingProcess process =
                WatchingProcess.start(root.resolve("data"), corpus.folder(), root.resolve("stderr.txt"))) {
            await(process, files);
            HostileFile good = goodOneLast(corpus);
            files.add(good);
            Map<String, JsonObject> rows = await(process, files);
            look(files, rows);
            if (process.isAlive()) {
                List<String> found = process.found(TestPictures.png(GOOD));
                if (found.isEmpty() || !found.getFirst().equals(good.path().toString())) {
                    violations.add("the good image put last is not found first but " + found);
                }
            }
            return report(files, rows, process.peakMemory());
        }
    }

    /** Whole from one moment to the next. */
    private HostileFile goodOneLast(Corpus corpus) throws IOException {
        Path made = TestPictures.write(root.resolve("last.png"), TestPictures.png(GOOD));
        Path path = corpus.folder().resolve("last.png");
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        return new HostileFile("good", path, Expected.indexed());
    }

    /**
     * Until every file that must have a row has come to its end, as long as that takes, or the process has died. What is
     * still awaited stands in the report meanwhile.
     */
    private Map<String, JsonObject> await(WatchingProcess process, List<HostileFile> files)
            throws IOException, InterruptedException {
        while (process.isAlive()) {
            Map<String, JsonObject> rows = process.rows();
            List<HostileFile> awaited = files.stream()
                    .filter(file -> file.expected().hasRow())
                    .filter(file -> !isFinal(rows.get(file.path().toString())))
                    .toList();
            if (awaited.isEmpty()) {
                return rows;
            }
            HarnessReport.write(
                    "hostile",
                    "hostile images, seed %d: %d files awaited, one of them %s"
                            .formatted(seed, awaited.size(), awaited.getFirst()));
            Thread.sleep(PAUSE_MILLIS);
        }
        violations.add("the process died; see " + root.resolve("stderr.txt"));
        return Map.of();
    }

    private static boolean isFinal(@Nullable JsonObject row) {
        return row != null && !row.getString("state").equals("PENDING");
    }

    private void look(List<HostileFile> files, Map<String, JsonObject> rows) {
        Set<String> unexpected = new HashSet<>(rows.keySet());
        for (HostileFile file : files) {
            JsonObject row = rows.get(file.path().toString());
            if (!file.expected().hasRow()) {
                continue;
            }
            unexpected.remove(file.path().toString());
            if (row == null || !file.expected().outcomes().contains(outcome(row))) {
                violations.add(file + " ended as " + row);
            }
        }
        unexpected.forEach(source -> violations.add("the gallery must not know " + rows.get(source)));
    }

    private static String outcome(JsonObject row) {
        return row.getString("code", row.getString("state"));
    }

    private HostileReport report(List<HostileFile> files, Map<String, JsonObject> rows, OptionalLong peakMemory) {
        Map<String, Long> outcomes = new TreeMap<>();
        rows.values().forEach(row -> outcomes.merge(outcome(row), 1L, Long::sum));
        long kinds = files.stream().map(HostileFile::kind).distinct().count();
        return new HostileReport(seed, kinds, files.size(), outcomes, peakMemory, slowest(rows), violations);
    }

    /** Files are taken in one by one, so the time from one end to the next is that of the later one. */
    private static String slowest(Map<String, JsonObject> rows) {
        List<JsonObject> ended = rows.values().stream()
                .sorted(Comparator.comparing(HostileHarness::end))
                .toList();
        String slowest = "none";
        Duration longest = Duration.ZERO;
        // The last came when all others were through.
        for (int i = 1; i < ended.size() - 1; i++) {
            Duration took = Duration.between(end(ended.get(i - 1)), end(ended.get(i)));
            if (took.compareTo(longest) > 0) {
                longest = took;
                slowest = Path.of(ended.get(i).getString("source")).getFileName() + " (" + took.toMillis() + " ms)";
            }
        }
        return slowest;
    }

    private static Instant end(JsonObject row) {
        return Instant.parse(row.getString("updated"));
    }
}
