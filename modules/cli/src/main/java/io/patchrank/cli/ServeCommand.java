package io.patchrank.cli;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.cli.logging.LogSetup;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.LogConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.ModelLookup;
import io.patchrank.web.WebVerticle;
import io.patchrank.web.ops.OperationsVerticle;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the stages until it is stopped. */
@Command(
        name = "serve",
        description = {
            "Keeps the gallery like the watched folders and answers queries, until Ctrl-C.",
            "Other commands on the same data folder ask this process. With --json it prints one object when it is"
                    + " ready."
        })
final class ServeCommand extends Operation {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration COUNTS_WITHIN = Duration.ofSeconds(10);
    /** For what comes after the stages have stopped. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    @Option(
            names = "--watch",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders with images (default: watch.folders).")
    private List<Path> folders = List.of();

    @Override
    int run(Output output) {
        PatchrankConfig config = configured();
        LogSetup.apply(config.log());
        // Whoever reads JSON from standard error reads nothing else there.
        Consumer<String> notes = config.log().format() == LogConfig.Format.JSON ? LOG::info : output::note;
        WebVerticle web = new WebVerticle(config);
        try (StopSignal stop = new StopSignal(config.operations().stopGrace().plus(SLACK))) {
            try (Patchrank app = Patchrank.startWithWeb(config, () -> web, operations(config));
                    BusClient bus = app.client()) {
                JsonObject ready = ready(app, config, bus);
                if (config.stages().contains(Stage.WEB)) {
                    ready.put("page", web.address());
                }
                output.result(tree(ready), json -> text(ready));
                app.vertx().eventBus().<JsonObject>consumer(Addresses.EVENTS, event -> tell(event.body(), notes));
                GalleryNews news = new GalleryNews(notes);
                while (!stop.await(LOOK)) {
                    news.follow(() -> status(bus));
                }
                notes.accept("stopping: what has begun is finished first");
            }
            notes.accept("stopped");
            stop.endedInOrder();
        }
        return 0;
    }

    private static Optional<OperationsVerticle> operations(PatchrankConfig config) {
        return config.operations().port() > 0
                ? Optional.of(new OperationsVerticle(config.operations()))
                : Optional.empty();
    }

    private PatchrankConfig configured() {
        PatchrankConfig config = options().config();
        if (!folders.isEmpty()) {
            config = config.withWatch(config.watch().withFolders(folders));
        }
        if (!config.watch().folders().isEmpty() || !config.stages().contains(Stage.WATCH)) {
            return config;
        }
        Set<Stage> others = EnumSet.copyOf(config.stages());
        others.remove(Stage.WATCH);
        return others.isEmpty() ? config : config.withStages(others);
    }

    private static JsonObject ready(Patchrank app, PatchrankConfig config, BusClient bus) {
        JsonObject ready = new JsonObject()
                .put("data", config.data().toAbsolutePath().normalize().toString())
                .put(
                        "stages",
                        new JsonArray(config.stages().stream()
                                .sorted()
                                .map(Stage::key)
                                .toList()))
                .put(
                        "watched",
                        new JsonArray(config.watch().folders().stream()
                                .map(f -> f.toAbsolutePath().normalize().toString())
                                .toList()));
        app.bridgePort().ifPresent(port -> ready.put("bridgePort", port));
        model(app).ifPresent(model -> ready.put("model", model.name())
                .put("fingerprint", model.fingerprint())
                .put("device", model.device()));
        GalleryNews.answer(status(bus)).ifPresent(status -> ready.put("gallery", status));
        return ready;
    }

    private static Optional<ModelInfo> model(Patchrank app) {
        return Answers.of(
                ModelLookup.ask(app.vertx(), Duration.ZERO).toCompletionStage().toCompletableFuture(),
                "no extract stage tells its model");
    }

    /** Of a process that was killed meanwhile no answer comes, and nobody says so. */
    private static CompletableFuture<JsonObject> status(BusClient bus) {
        return bus.request(Addresses.GALLERY_STATUS, new JsonObject())
                .orTimeout(COUNTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String text(JsonObject ready) {
        StringBuilder text = new StringBuilder("patchrank serves ");
        text.append(ready.getString("data")).append(System.lineSeparator());
        line(text, "stages", joined(ready, "stages"));
        line(text, "watched", ready.getJsonArray("watched").isEmpty() ? "no folder" : joined(ready, "watched"));
        line(text, "model", ready.getString("model", "in another process"));
        line(text, "device", ready.getString("device", "of another process"));
        line(text, "bridge", ready.containsKey("bridgePort") ? "port " + ready.getInteger("bridgePort") : "off");
        line(text, "page", ready.getString("page", "off"));
        JsonObject gallery = ready.getJsonObject("gallery");
        line(text, "gallery", gallery == null ? "of another process" : GalleryNews.counts(gallery));
        return text.append("Ctrl-C stops it.").toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-9s %s%n".formatted(name, value));
    }

    private static String joined(JsonObject ready, String field) {
        return ready.getJsonArray(field).stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** What people should look at; the counts tell the rest. */
    private static void tell(JsonObject event, Consumer<String> notes) {
        JsonObject image = event.getJsonObject("image");
        if ("rejected".equals(event.getString("type")) && image != null) {
            notes.accept(TerminalText.line("rejected  " + image.getString("source") + "  " + image.getString("code")
                    + ": " + image.getString("reason")));
        }
    }
}
