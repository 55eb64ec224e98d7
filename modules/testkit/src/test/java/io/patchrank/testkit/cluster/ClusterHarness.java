package io.patchrank.testkit.cluster;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.testing.Place;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Three JVMs of one bus: this one keeps the gallery, watches a folder and searches, two extract. While the folder is taken
 * in, one of those is killed every few seconds and started again, the other is stopped for a while and goes on.
 */
final class ClusterHarness {
    private static final long PACE_MILLIS = 60;
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Images indexed before the first pause. */
    private static final int FIRST = 5;

    private static final int KILL_AT_LEAST_MILLIS = 1_000;
    private static final int KILL_SPREAD_MILLIS = 3_000;
    private static final Pattern RESENT =
            Pattern.compile("patchrank_requests_resent_total\\{stage=\"decode\"} ([0-9.]+)");

    private final long seed;
    private final int images;
    private final Duration pause;
    private final Path root;
    private final InHand inHand = new InHand();
    private final List<String> indexed = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    /** @param pause of one extractor; more than the 8 s after which it is missed */
    ClusterHarness(long seed, int images, Duration pause, Path root) {
        this.seed = seed;
        this.images = images;
        this.pause = pause;
        this.root = root;
    }

    ClusterReport run() throws Exception {
        Path photos = Files.createDirectories(root.resolve("photos"));
        for (int i = 0; i < images; i++) {
            TestPictures.write(photos, i + ".png", i);
        }
        Place gallery = Place.on("127.0.0.61");
        Place first = Place.on("127.0.0.62");
        Place second = Place.on("127.0.0.63");
        try (ExtractorProcess killed = extractor(first, List.of(gallery, second))) {
            killed.awaitReady();
            try (ExtractorProcess paused = extractor(second, List.of(gallery, first));
                    Patchrank app = Patchrank.start(galleryConfig(gallery, List.of(first, second)), () -> {
                        throw new IllegalStateException("others extract");
                    })) {
                paused.awaitReady();
                return ingest(app, photos, killed, paused);
            }
        }
    }

    private ClusterReport ingest(Patchrank app, Path photos, ExtractorProcess killed, ExtractorProcess paused)
            throws Exception {
        inHand.watch(app.vertx().eventBus());
        app.vertx()
                .eventBus()
                .<JsonObject>consumer(Addresses.EVENTS, event -> happened(event.body()))
                .completion()
                .await();
        long start = System.nanoTime();
        FutureTask<Integer> kills = started("kills", () -> killing(killed));
        FutureTask<Integer> pauses = started("pauses", () -> pausing(paused));
        Searcher searcher = new Searcher(app.client(), seed);
        JsonObject status = status(app);
        Duration took = Duration.ZERO;
        while (took.isZero() || !kills.isDone() || !pauses.isDone()) {
            Thread.sleep(LOOK);
            if (indexed.size() > 1) {
                searcher.askFor(indexed);
            }
            status = status(app);
            if (took.isZero() && status.getInteger("indexed") == images && status.getInteger("pending") == 0) {
                took = Duration.ofNanos(System.nanoTime() - start);
                done = true;
            }
            stopOnFailure(kills, pauses);
        }
        List<String> violations = new ArrayList<>(searcher.violations());
        violations.addAll(inHand.violations());
        violations.addAll(gallery(app, photos, status(app)));
        return new ClusterReport(
                seed,
                images,
                kills.get(),
                pauses.get(),
                pause,
                took,
                resent(app),
                inHand.most(),
                inHand.mostAnnounced(),
                searcher.answered(),
                searcher.askedAgain(),
                searcher.slowest(),
                violations);
    }

    private static void stopOnFailure(FutureTask<Integer> kills, FutureTask<Integer> pauses)
            throws ExecutionException, InterruptedException {
        if (kills.isDone()) {
            kills.get();
        }
        if (pauses.isDone()) {
            pauses.get();
        }
    }

    private static FutureTask<Integer> started(String name, java.util.concurrent.Callable<Integer> work) {
        FutureTask<Integer> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name(name).start(task);
        return task;
    }

    /** Until all is indexed, and twice at least. */
    private int killing(ExtractorProcess process) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        int kills = 0;
        while (!done || kills < 2) {
            Thread.sleep(KILL_AT_LEAST_MILLIS + random.nextInt(KILL_SPREAD_MILLIS));
            process.kill();
            process.restart();
            kills++;
        }
        return kills;
    }

    /** Until all is indexed, and once at least; as long again in between. */
    private int pausing(ExtractorProcess process) throws Exception {
        int pauses = 0;
        while (!done || pauses < 1) {
            while (indexed.size() < FIRST) {
                Thread.sleep(LOOK);
            }
            process.signal("STOP");
            Thread.sleep(pause);
            process.signal("CONT");
            pauses++;
            if (!done) {
                Thread.sleep(pause);
            }
        }
        return pauses;
    }

    private void happened(JsonObject event) {
        if ("indexed".equals(event.getString("type"))) {
            indexed.add(event.getJsonObject("image").getString("source"));
        }
    }

    /** What is there at the end, against what must be. */
    private List<String> gallery(Patchrank app, Path photos, JsonObject status) {
        List<String> violations = new ArrayList<>();
        Map<String, Long> times =
                indexed.stream().collect(Collectors.groupingBy(source -> source, Collectors.counting()));
        times.forEach((source, count) -> {
            if (count > 1) {
                violations.add(source + " was indexed " + count + " times");
            }
        });
        JsonArray rows = app.client()
                .request(Addresses.GALLERY_LIST, new JsonObject().put("limit", 1000))
                .join()
                .getJsonArray("images");
        if (times.size() != images || rows.size() != Math.min(images, 1000)) {
            violations.add(
                    "%d of %d images in %s were indexed, %d rows".formatted(times.size(), images, photos, rows.size()));
        }
        int stored = status.getJsonObject("storage").getInteger("images");
        if (stored != images || status.getInteger("rejected") != 0 || status.getInteger("removed") != 0) {
            violations.add("the gallery holds %s".formatted(status.encode()));
        }
        return violations;
    }

    private static JsonObject status(Patchrank app) {
        return app.client().request(Addresses.GALLERY_STATUS, new JsonObject()).join();
    }

    private static int resent(Patchrank app) {
        Matcher found = RESENT.matcher(app.operations().metrics().await());
        return found.find() ? (int) Double.parseDouble(found.group(1)) : 0;
    }

    private ExtractorProcess extractor(Place place, List<Place> members) throws IOException {
        Map<String, String> settings = member(place, members, "decode,extract");
        settings.putAll(Map.of("extract.device", "cpu", "extract.workers", "1"));
        return new ExtractorProcess(root.resolve(place.host() + ".log"), PACE_MILLIS, settings);
    }

    private PatchrankConfig galleryConfig(Place place, List<Place> members) {
        Map<String, String> settings = member(place, members, "watch,store,index,search,rerank");
        settings.putAll(Map.of(
                "watch.folders", root.resolve("photos").toString(),
                "watch.settle", "100ms",
                "watch.rescan", "1s",
                "store.group-commit", "2ms",
                "index.commit-interval", "2ms"));
        return PatchrankConfig.load(Optional.empty(), settings);
    }

    private Map<String, String> member(Place place, List<Place> members, String stages) {
        return new HashMap<>(Map.of(
                "data",
                root.resolve("data").toString(),
                "stages",
                stages,
                "model.locals.top-k",
                "16",
                "decode.queue",
                "8",
                "bus.cluster.enabled",
                "true",
                "bus.cluster.host",
                place.host(),
                "bus.cluster.port",
                "" + place.port(),
                "bus.cluster.members",
                members.stream().map(Place::toString).collect(Collectors.joining(","))));
    }
}
