package io.patchrank.pipeline;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.bridge.BridgeServer;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.ClusteredVertx;
import io.patchrank.pipeline.bridge.LocalBusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.patchrank.pipeline.config.BusConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.pipeline.flow.ModelLookup;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.health.Condition;
import io.patchrank.pipeline.health.DataFolderHealth;
import io.patchrank.pipeline.health.EventLoops;
import io.patchrank.pipeline.health.Operations;
import io.patchrank.pipeline.health.StageStates;
import io.patchrank.pipeline.health.WatchedFoldersHealth;
import io.patchrank.pipeline.isolation.NativeParts;
import io.patchrank.pipeline.message.StageCodec;
import io.patchrank.pipeline.metrics.CreditMetrics;
import io.patchrank.pipeline.metrics.Metrics;
import io.patchrank.pipeline.search.QueryLog;
import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process: an event bus and the stages that its configuration names. {@link #close()} stops the stages in
 * the reverse order of the data flow, so that each can finish what it has accepted.
 */
public final class Patchrank implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Patchrank.class);
    private static final int EVENT_LOOPS = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;

    private final PatchrankConfig config;
    private final Vertx vertx;
    private final CreditBoard board;
    private final Deque<String> deployments = new ArrayDeque<>();
    private Optional<DataFolder> data = Optional.empty();
    private Optional<Metrics> metrics = Optional.empty();
    private Optional<Operations> operations = Optional.empty();
    private Optional<BridgeServer> bridge = Optional.empty();
    private Optional<PrivateChannel> channel = Optional.empty();

    private Patchrank(PatchrankConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
        this.board = new CreditBoard(vertx);
    }

    /**
     * Starts the configured stages but {@code web}, which lies above this module; returns when all serve. Blocks.
     *
     * @throws PatchrankException when one cannot start; then nothing is left running
     */
    public static Patchrank start(PatchrankConfig config) {
        return startWithoutWeb(config, NativeSource.CONFIGURED, Persistence.files());
    }

    /** As {@link #start(PatchrankConfig)}, with an extractor of the caller's. */
    public static Patchrank start(PatchrankConfig config, Callable<FeatureExtractor> extractor) {
        return start(config, extractor, Persistence.files());
    }

    /** As {@link #start(PatchrankConfig)}, with an extractor and a disk of the caller's. */
    public static Patchrank start(
            PatchrankConfig config, Callable<FeatureExtractor> extractor, Persistence persistence) {
        return startWithoutWeb(config, NativeSource.with(extractor), persistence);
    }

    /** As {@link #start(PatchrankConfig)}, with a decoder and a network of the caller's, here or in child processes. */
    public static Patchrank start(PatchrankConfig config, Class<? extends NativeParts> parts) {
        return startWithoutWeb(config, NativeSource.of(parts), Persistence.files());
    }

    private static Patchrank startWithoutWeb(PatchrankConfig config, NativeSource natives, Persistence persistence) {
        Set<Stage> stages = EnumSet.copyOf(config.stages());
        stages.remove(Stage.WEB);
        Supplier<VerticleBase> none = () -> {
            throw new IllegalStateException("no maker of the web stage was given");
        };
        return start(config.withStages(stages), natives, none, Optional.empty(), persistence);
    }

    /**
     * As {@link #start(PatchrankConfig)}, all stages.
     *
     * @param web makes the verticle of the stage that serves HTTP
     * @param first runs before any stage, and until all have stopped: it tells how far the start has come
     */
    public static Patchrank startWithWeb(
            PatchrankConfig config, Supplier<? extends VerticleBase> web, Optional<? extends VerticleBase> first) {
        return start(config, NativeSource.CONFIGURED, web, first, Persistence.files());
    }

    /** As {@link #startWithWeb}, with an extractor of the caller's. */
    public static Patchrank start(
            PatchrankConfig config, Callable<FeatureExtractor> extractor, Supplier<? extends VerticleBase> web) {
        return start(config, NativeSource.with(extractor), web, Optional.empty(), Persistence.files());
    }

    private static Patchrank start(
            PatchrankConfig config,
            NativeSource natives,
            Supplier<? extends VerticleBase> web,
            Optional<? extends VerticleBase> first,
            Persistence persistence) {
        Patchrank app = new Patchrank(config, Failures.await(vertx(config.bus().cluster())));
        try {
            app.startStages(natives, web, first, persistence);
            return app;
        } catch (RuntimeException | Error e) {
            // An Error is a native library that does not load, for one.
            app.close();
            throw e;
        }
    }

    private static Future<Vertx> vertx(BusConfig.Cluster cluster) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS);
        if (!cluster.enabled()) {
            return Future.succeededFuture(Vertx.vertx(options));
        }
        return ClusteredVertx.start(options, cluster);
    }

    private void startStages(
            NativeSource natives,
            Supplier<? extends VerticleBase> web,
            Optional<? extends VerticleBase> first,
            Persistence persistence) {
        StageCodec.registerAll(vertx.eventBus());
        RequestId.follow(vertx.eventBus());
        Failures.await(board.start());
        if (config.stages().contains(Stage.STORE) || config.stages().contains(Stage.INDEX)) {
            data = Optional.of(DataFolder.open(config.data()));
        }
        StageStates states = new StageStates(config.stages(), board);
        StageObserver observer = observed(states, persistence);
        first.ifPresent(verticle -> Failures.await(vertx.deployVerticle(verticle)));
        StageFactory factory = new StageFactory(config, board, data, natives, web, persistence);
        StageStart start = new StageStart(vertx, states);
        for (Stage stage : config.stages()) {
            VerticleBase verticle = factory.verticle(stage);
            if (verticle instanceof StageVerticle observable) {
                observable.observedBy(observer);
            }
            start.add(stage, verticle);
        }
        try {
            Failures.await(start.run());
        } finally {
            start.deployments().forEach(deployments::push);
        }
        BusConfig.Bridge wanted = config.bus().bridge();
        if (wanted.enabled()) {
            bridge = Optional.of(Failures.await(BridgeServer.start(vertx, wanted)));
        }
        // Last, since commands take the file for the sign that all is there.
        if (data.isPresent()) {
            channel = Optional.of(Failures.await(
                    PrivateChannel.start(vertx, wanted.maxFrame(), data.get().bridgeFile())));
        }
    }

    /** Everything that looks at the stages from outside. */
    private StageObserver observed(StageStates states, Persistence persistence) {
        Metrics measured = new Metrics(vertx, config.stages(), data.map(DataFolder::root));
        metrics = Optional.of(measured);
        CreditMetrics.bind(board, measured.registry());
        Optional<DataFolderHealth> folder = data.map(
                owned -> new DataFolderHealth(owned.root(), config.operations().dataMinFree(), persistence::probe));
        List<Condition> conditions = new ArrayList<>(folder.stream().toList());
        if (config.stages().contains(Stage.WATCH)) {
            conditions.add(new WatchedFoldersHealth(config.watch().folders()));
        }
        Operations told = new Operations(
                vertx, states, conditions, Failures.await(EventLoops.watch(vertx, EVENT_LOOPS)), measured);
        operations = Optional.of(told);
        Failures.await(told.serve());
        List<StageObserver> observers = new ArrayList<>(
                List.of(measured.observer(), states, new QueryLog(config.log().slowQuery())));
        folder.ifPresent(observers::add);
        return StageObserver.all(observers);
    }

    /** Health and metrics of this process. */
    public Operations operations() {
        return operations.orElseThrow();
    }

    /** The operations of this process's bus, for code in the same JVM. */
    public BusClient client() {
        return new LocalBusClient(vertx, BusClient.PATIENCE);
    }

    /** The model that the extract stage has loaded, here or in another process. Blocks. */
    public ModelInfo model() {
        return Failures.await(ModelLookup.ask(vertx, Duration.ZERO));
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Port of the TCP bridge for other services, when it is on. */
    public Optional<Integer> bridgePort() {
        return bridge.map(BridgeServer::port);
    }

    /**
     * Says that it is not ready any more, stops taking work, finishes what was accepted, releases the data folder; what
     * takes longer than {@code operations.stop-grace} is cut off, as if the process had been killed: nothing that was
     * acknowledged is lost. Blocks; closing twice is harmless.
     */
    @Override
    public void close() {
        operations.ifPresent(Operations::stop);
        long until = System.nanoTime() + config.operations().stopGrace().toNanos();
        boolean inOrder = true;
        while (!deployments.isEmpty()) {
            inOrder &= stopped("stage", vertx.undeploy(deployments.pop()), until);
        }
        // Not before: through these the last answers go out.
        channel.ifPresent(c -> stopped("private channel", c.stop(), until));
        channel = Optional.empty();
        bridge.ifPresent(b -> stopped("bridge", b.stop(), until));
        bridge = Optional.empty();
        stopped("credits", board.stop(), until);
        stopped("bus", vertx.close(), until);
        metrics.ifPresent(Metrics::close);
        metrics = Optional.empty();
        if (inOrder) {
            data.ifPresent(DataFolder::close);
        } else {
            // Somebody may still write to it: it stays ours until the process ends.
            LOG.warn("cut off after {}", config.operations().stopGrace());
        }
        data = Optional.empty();
    }

    /** One part that does not stop must not keep the others from stopping. */
    private static boolean stopped(String part, Future<?> stopping, long until) {
        try {
            // Not a timer of Vert.x, which is itself what stops last.
            stopping.toCompletionStage()
                    .toCompletableFuture()
                    .get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.warn("{} did not stop in time", part);
            return false;
        } catch (ExecutionException e) {
            LOG.warn("{} did not stop cleanly: {}", part, String.valueOf(e.getCause()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
