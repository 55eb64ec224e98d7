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
import io.patchrank.pipeline.message.StageCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process: an event bus and the stages that its configuration names. {@link #close()} stops the stages in
 * the reverse order of the data flow, so that each can finish what it has accepted.
 */
public final class Patchrank implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Patchrank.class);
    /** Each stage finds what it needs already there. */
    private static final List<Stage> START_ORDER =
            List.of(Stage.EXTRACT, Stage.DECODE, Stage.STORE, Stage.INDEX, Stage.RERANK, Stage.SEARCH, Stage.WATCH);

    private final PatchrankConfig config;
    private final Vertx vertx;
    private final CreditBoard board;
    private final Deque<String> deployments = new ArrayDeque<>();
    private Optional<DataFolder> data = Optional.empty();
    private Optional<BridgeServer> bridge = Optional.empty();
    private Optional<PrivateChannel> channel = Optional.empty();

    private Patchrank(PatchrankConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
        this.board = new CreditBoard(vertx);
    }

    /**
     * Starts the configured stages; returns when all serve. Blocks.
     *
     * @throws PatchrankException when one cannot start; then nothing is left running
     */
    public static Patchrank start(PatchrankConfig config) {
        return start(config, StageFactory.configuredExtractor(config));
    }

    /** As {@link #start(PatchrankConfig)}, with an extractor of the caller's. */
    public static Patchrank start(PatchrankConfig config, Callable<FeatureExtractor> extractor) {
        Patchrank app = new Patchrank(config, await(vertx(config.bus().cluster())));
        try {
            app.startStages(extractor);
            return app;
        } catch (RuntimeException | Error e) {
            // An Error is a native library that does not load, for one.
            app.close();
            throw e;
        }
    }

    private static Future<Vertx> vertx(BusConfig.Cluster cluster) {
        VertxOptions options = new VertxOptions();
        if (!cluster.enabled()) {
            return Future.succeededFuture(Vertx.vertx(options));
        }
        String publicHost = cluster.publicHost().isBlank() ? cluster.host() : cluster.publicHost();
        return ClusteredVertx.start(options, cluster.host(), publicHost, cluster.port(), cluster.members());
    }

    private void startStages(Callable<FeatureExtractor> extractor) {
        StageCodec.registerAll(vertx.eventBus());
        await(board.start());
        if (config.stages().contains(Stage.STORE) || config.stages().contains(Stage.INDEX)) {
            data = Optional.of(DataFolder.open(config.data()));
        }
        StageFactory factory = new StageFactory(config, board, data, extractor);
        for (Stage stage : START_ORDER) {
            if (config.stages().contains(stage)) {
                deployments.push(await(vertx.deployVerticle(factory.verticle(stage))));
                LOG.info("stage {} runs", stage.key());
            }
        }
        BusConfig.Bridge wanted = config.bus().bridge();
        if (wanted.enabled()) {
            bridge = Optional.of(await(BridgeServer.start(vertx, wanted)));
        }
        // Last, since commands take the file for the sign that all is there.
        if (data.isPresent()) {
            channel = Optional.of(await(
                    PrivateChannel.start(vertx, wanted.maxFrame(), data.get().bridgeFile())));
        }
    }

    /** The operations of this process's bus, for code in the same JVM. */
    public BusClient client() {
        return new LocalBusClient(vertx, BusClient.PATIENCE);
    }

    /** The model that the extract stage has loaded, here or in another process. Blocks. */
    public ModelInfo model() {
        return await(ModelLookup.ask(vertx, Duration.ZERO));
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Port of the TCP bridge for other services, when it is on. */
    public Optional<Integer> bridgePort() {
        return bridge.map(BridgeServer::port);
    }

    /** Stops taking work, finishes what was accepted, releases the data folder. Blocks; closing twice is harmless. */
    @Override
    public void close() {
        channel.ifPresent(c -> quietly("private channel", c.stop()));
        channel = Optional.empty();
        bridge.ifPresent(b -> quietly("bridge", b.stop()));
        bridge = Optional.empty();
        while (!deployments.isEmpty()) {
            quietly("stage", vertx.undeploy(deployments.pop()));
        }
        quietly("credits", board.stop());
        quietly("bus", vertx.close());
        data.ifPresent(DataFolder::close);
        data = Optional.empty();
    }

    /** One part that does not stop must not keep the others from stopping. */
    private static void quietly(String part, Future<?> stopping) {
        try {
            await(stopping);
        } catch (RuntimeException e) {
            LOG.warn("{} did not stop cleanly: {}", part, e.getMessage());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw Failures.typed(e);
        }
    }
}
