package io.patchrank.testkit.crash;

import io.patchrank.testkit.JarsOnly;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Starts a process that changes a gallery, lets it die, starts the next one on the same folder, and so on. What each
 * finds at its start is held against what the ones before have asked for and had acknowledged, and against a gallery
 * that never crashed. The same seed gives the same changes and the same deaths, but for those at a random instant.
 */
final class CrashHarness {
    private static final int LEARNED_AT_ONCE = 10;
    /** Lives to its end, and leaves what lets the others start quickly. */
    private static final int FIRST = -1;

    private static final String END = "END";

    private final long seed;
    private final Path root;
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final Reference reference;
    private final String classPath;
    private final Map<CrashPoint, Integer> kills = new EnumMap<>(CrashPoint.class);
    private final List<String> violations = new ArrayList<>();
    private int starts;
    /** Milliseconds from the start of a process to the end of its plan: of the last that came so far. */
    private long wholeLife;

    /** @param root an empty folder */
    CrashHarness(long seed, Path root) throws IOException {
        this.seed = seed;
        this.root = root;
        this.random = new SplittableRandom(seed);
        this.reference = new Reference(root);
        this.classPath = JarsOnly.classPath(root);
    }

    CrashReport run(int cycles) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("photos"));
        reference.learn(IntStream.range(0, Plan.IMAGES).mapToObj(i -> (long) i).toList());
        learn(FIRST, 0);
        long born = System.nanoTime();
        start(FIRST, CrashPoint.RANDOM, 1).follow(line -> {
            if (line.equals(END)) {
                livedSince(born);
            }
            heard(line);
        });
        for (int cycle = 0; cycle < cycles; cycle++) {
            if (cycle % LEARNED_AT_ONCE == 0) {
                learn(cycle, Math.min(cycles, cycle + LEARNED_AT_ONCE));
            }
            cycle(cycle);
        }
        lastLook(cycles);
        return new CrashReport(seed, cycles, starts, ledger.acknowledged(), kills, violations);
    }

    private void learn(int from, int to) {
        reference.learn(IntStream.range(from, to)
                .boxed()
                .flatMap(cycle -> new Plan(seed, cycle).waves().stream())
                .flatMap(List::stream)
                .flatMap(change -> change.outcome().stream())
                .toList());
    }

    private void livedSince(long born) {
        wholeLife = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - born);
    }

    private void cycle(int cycle) throws IOException, InterruptedException {
        CrashPoint point = CrashPoint.values()[random.nextInt(CrashPoint.values().length)];
        int occurrence = 1 + random.nextInt(occurrences(point));
        double life = random.nextDouble();
        long born = System.nanoTime();
        KilledProcess child = start(cycle, point, occurrence);
        if (point == CrashPoint.RANDOM) {
            child.killAfter((long) (life * wholeLife));
        }
        int before = violations.size();
        child.follow(line -> {
            if (line.equals(END)) {
                livedSince(born);
                child.kill();
            }
            heard(line);
        });
        kills.merge(point, 1, Integer::sum);
        for (int i = before; i < violations.size(); i++) {
            violations.set(i, "cycle " + cycle + " (to die at " + point + " " + occurrence + "): " + violations.get(i));
        }
    }

    /** What most lives come to. */
    private static int occurrences(CrashPoint point) {
        return switch (point) {
            case RANDOM -> 1;
            case SHARD_RENAMING, SHARD_RENAMED -> 4;
            case SEGMENT_COPIED,
                    SEGMENT_SWITCHING,
                    SEGMENT_SWITCHED,
                    SEGMENT_DROPPING,
                    SEGMENT_DROP_NOTED,
                    SEGMENT_DROPPED -> 6;
            case JOURNAL_APPENDED, JOURNAL_FORCED, CATALOGUE_COMMITTING, CATALOGUE_COMMITTED -> 12;
            case ACKNOWLEDGING -> 25;
        };
    }

    private KilledProcess start(int cycle, CrashPoint point, int occurrence) throws IOException {
        return KilledProcess.start(
                root.resolve("stderr-" + cycle + ".txt"),
                classPath,
                root.resolve("classes"),
                List.of(
                        root.resolve("data").toString(),
                        root.resolve("photos").toString(),
                        Long.toString(seed),
                        Integer.toString(cycle),
                        point.name(),
                        Integer.toString(occurrence)));
    }

    private void lastLook(int cycle) throws IOException, InterruptedException {
        KilledProcess child = start(cycle, CrashPoint.RANDOM, 1);
        int before = starts;
        child.follow(line -> {
            if (line.startsWith("STATE ")) {
                heard(line);
                child.kill();
            }
        });
        if (starts == before) {
            violations.add("the gallery does not open any more; see " + root.resolve("stderr-" + cycle + ".txt"));
        }
    }

    private void heard(String line) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
            case "STATE" -> {
                starts++;
                look(Snapshot.fromJson(new JsonObject(line.substring("STATE ".length()))));
            }
            case "TRY" -> ledger.tried(Change.parse(words[1], words[2]));
            case "ACK" -> ledger.acknowledged(Change.parse(words[1], words[2]));
            case "FAILED" -> violations.add("a change failed: " + line);
            default -> {
                // The end of a line that was cut short.
            }
        }
    }

    private void look(Snapshot snapshot) {
        for (int image = 0; image < Plan.IMAGES; image++) {
            look(snapshot, image);
        }
    }

    private void look(Snapshot snapshot, int image) {
        String file = Change.fileName(image);
        List<Snapshot.Row> rows =
                snapshot.rows().stream().filter(row -> row.file().equals(file)).toList();
        if (rows.size() > 1) {
            violations.add(file + " is there " + rows.size() + " times: " + rows);
            return;
        }
        Optional<Long> content = Optional.empty();
        if (!rows.isEmpty()) {
            Snapshot.Row row = rows.getFirst();
            if (!row.state().equals("INDEXED")) {
                violations.add(file + " ended as " + row);
                return;
            }
            content = ledger.of(image).stream()
                    .flatMap(Optional::stream)
                    .filter(c -> reference.of(c).sha256().equals(row.sha256()))
                    .findFirst();
            if (content.isEmpty()) {
                violations.add(file + " has a content that nobody asked for: " + row);
                return;
            }
            sameAsWithoutACrash(snapshot, row, reference.of(content.get()));
        } else if (!ledger.of(image).contains(Optional.<Long>empty())) {
            violations.add(file + " is lost; acknowledged was one of " + ledger.of(image));
            return;
        }
        ledger.settle(image, content);
    }

    private void sameAsWithoutACrash(Snapshot snapshot, Snapshot.Row row, Reference.Known expected) {
        if (!row.features().equals(expected.features())) {
            violations.add(row.file() + " has other features than without a crash");
        }
        for (int query = 0; query < Snapshot.QUERIES.size(); query++) {
            Double score = snapshot.found().get(query).get(row.file());
            if (!expected.scores().get(query).equals(score)) {
                violations.add("query " + query + " finds " + row.file() + " with " + score + " in place of "
                        + expected.scores().get(query));
            }
        }
    }
}
