package io.patchrank.pipeline.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.StageObserver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The meters of one process. {@code docs/operations.md} lists them. Thread-safe. */
public final class Metrics implements AutoCloseable {
    /** Content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Set<Stage> NATIVE = Set.of(Stage.DECODE, Stage.EXTRACT, Stage.RERANK);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Vertx vertx;
    private final StageMetrics stages = new StageMetrics(registry);
    private final GalleryMetrics gallery;

    /**
     * @param own stages that the process runs: of a bus of several processes, each tells of its own
     * @param data the folder that it owns, if it owns one
     */
    public Metrics(Vertx vertx, Set<Stage> own, Optional<Path> data) {
        this.vertx = vertx;
        this.gallery = new GalleryMetrics(vertx, registry, own);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        if (own.stream().anyMatch(NATIVE::contains)) {
            // Before stages load native libraries: whoever asks for metrics meanwhile would begin at another class.
            Loader.load(Pointer.class);
            Gauge.builder("patchrank.native.physical", Pointer::physicalBytes)
                    .description("Resident memory of the process as the native libraries see it")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("patchrank.native.allocated", Pointer::totalBytes)
                    .description("Native memory that Java objects own")
                    .baseUnit("bytes")
                    .register(registry);
        }
        data.ifPresent(folder -> Gauge.builder(
                        "patchrank.data.free", folder, f -> f.toFile().getUsableSpace())
                .description("Space left for the data folder")
                .baseUnit("bytes")
                .register(registry));
    }

    /** To be told what the stages do. */
    public StageObserver observer() {
        return stages;
    }

    /** For meters of other parts of the process; their names start with {@code patchrank}. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A gauge that is 1 or 0. */
    public void flag(String name, String description, Supplier<Boolean> value) {
        Gauge.builder(name, () -> value.get() ? 1 : 0).description(description).register(registry);
    }

    /** All meters as they are now, as Prometheus reads them. Any thread. */
    public Future<String> scrape() {
        return gallery.refresh().compose(v -> vertx.executeBlocking(() -> registry.scrape(), false));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
