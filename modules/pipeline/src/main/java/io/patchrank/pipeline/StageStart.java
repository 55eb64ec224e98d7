package io.patchrank.pipeline;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.health.StageStates;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a process's stages: at the same time, as far as none needs another. To be used once, by one thread but for
 * the event loops that tell it of the end of each start.
 */
final class StageStart {
    private static final Logger LOG = LoggerFactory.getLogger(StageStart.class);

    /** In the order of the data flow, backwards: what serves others comes first, and is stopped last. */
    private static final List<Stage> ORDER = List.of(
            Stage.EXTRACT, Stage.DECODE, Stage.STORE, Stage.INDEX, Stage.RERANK, Stage.SEARCH, Stage.WATCH, Stage.WEB);

    /**
     * Whose start must have ended first. The store needs the model. Classes of native libraries are initialised by one
     * stage at a time: libtorch and OpenCV share OpenBLAS, whose classes wait for each other when two threads begin at
     * different ends. The watched folders are put only once there is somebody to take them.
     */
    private static final Map<Stage, Set<Stage>> AFTER = Map.of(
            Stage.STORE, Set.of(Stage.EXTRACT),
            Stage.DECODE, Set.of(Stage.EXTRACT),
            Stage.RERANK, Set.of(Stage.EXTRACT, Stage.DECODE),
            Stage.SEARCH, Set.of(Stage.EXTRACT, Stage.DECODE, Stage.RERANK),
            Stage.WATCH, Set.of(Stage.EXTRACT, Stage.DECODE, Stage.STORE, Stage.INDEX, Stage.RERANK, Stage.SEARCH));

    private final Vertx vertx;
    private final StageStates states;
    private final Map<Stage, VerticleBase> verticles = new EnumMap<>(Stage.class);
    private final Map<Stage, Future<String>> starts = new EnumMap<>(Stage.class);

    /** @param states is told of each stage that serves */
    StageStart(Vertx vertx, StageStates states) {
        this.vertx = vertx;
        this.states = states;
    }

    void add(Stage stage, VerticleBase verticle) {
        verticles.put(stage, verticle);
    }

    /** Completes when no start is under way any more; fails with the failure of the first stage of the order. */
    Future<Void> run() {
        List<Future<String>> all = new ArrayList<>();
        for (Stage stage : ORDER) {
            VerticleBase verticle = verticles.get(stage);
            if (verticle != null) {
                Future<String> start = started(stage, verticle);
                starts.put(stage, start);
                all.add(start);
            }
        }
        return Future.join(all)
                .transform(
                        ended -> all.stream().filter(Future::failed).findFirst().orElse(Future.succeededFuture()))
                .mapEmpty();
    }

    private Future<String> started(Stage stage, VerticleBase verticle) {
        List<Future<String>> before = AFTER.getOrDefault(stage, Set.of()).stream()
                .map(starts::get)
                .filter(Objects::nonNull)
                .toList();
        return Future.all(before)
                .compose(ready -> vertx.deployVerticle(verticle))
                .onSuccess(id -> {
                    states.started(stage);
                    LOG.info("stage {} runs", stage.key());
                });
    }

    /** What runs, once {@link #run} has ended: the last is to be stopped first. */
    List<String> deployments() {
        return ORDER.stream()
                .map(starts::get)
                .filter(start -> start != null && start.succeeded())
                .map(Future::result)
                .toList();
    }
}
