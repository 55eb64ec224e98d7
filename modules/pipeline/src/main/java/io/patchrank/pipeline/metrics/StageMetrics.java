package io.patchrank.pipeline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.PriorityWorkers;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.message.Priority;
import io.patchrank.pipeline.message.RerankReply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** Meters of what passes through the stages. */
final class StageMetrics implements StageObserver {
    /** From a look-up in the catalogue to an ingest that waits for its turn. */
    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128};

    private final MeterRegistry registry;

    StageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(Answer answer) {
        Tags tags = Tags.of("stage", answer.stage().key(), "operation", operation(answer.address()));
        timer("patchrank.stage.request", "From the arrival of a request to its answer", tags)
                .record(answer.took());
        answer.failure()
                .ifPresent(failure -> count(
                        "patchrank.stage.failures",
                        "Requests answered by a failure",
                        tags.and("code", failure.code().name())));
        answer.reply().ifPresent(reply -> replied(answer.address(), reply));
    }

    private void replied(String address, Object reply) {
        switch (reply) {
            case JsonObject answer when address.equals(Addresses.SEARCH) -> searched(answer);
            case JsonObject row
            when address.equals(Addresses.GALLERY_PUT) || address.equals(Addresses.GALLERY_REMOVE) -> taken(row);
            case RerankReply reranked ->
                registry.counter("patchrank.rerank.pairs").increment(reranked.scored());
            default -> {}
        }
    }

    private void searched(JsonObject answer) {
        answer.getJsonObject("timingsMs").forEach(step -> timer(
                        "patchrank.search.step", "Time of one step of a query", Tags.of("step", step.getKey()))
                .record(Duration.ofNanos((long) (((Number) step.getValue()).doubleValue() * 1e6))));
        registry.counter("patchrank.search.partial").increment(answer.getBoolean("partial") ? 1 : 0);
    }

    private void taken(JsonObject row) {
        String action = row.getString("action");
        count("patchrank.ingest.images", "Puts and removals answered", Tags.of("action", action));
        if (action.equals("rejected")) {
            count("patchrank.ingest.rejected", "Images refused", Tags.of("code", row.getString("code")));
        }
    }

    @Override
    public void resumed(Stage stage) {
        restarts(stage).increment();
    }

    @Override
    public void blamed(Stage stage) {
        blames(stage).increment();
    }

    private Counter restarts(Stage stage) {
        return counter(
                "patchrank.isolation.restarts",
                "Child processes started in the place of one that ended",
                Tags.of("stage", stage.key()));
    }

    private Counter blames(Stage stage) {
        return counter(
                "patchrank.isolation.rejected",
                "Pictures refused because they ended two child processes",
                Tags.of("stage", stage.key()));
    }

    @Override
    public void employs(Stage stage, PriorityWorkers<?> workers) {
        Tags tags = Tags.of("stage", stage.key());
        for (Priority priority : Priority.values()) {
            Gauge.builder("patchrank.queue.jobs", workers, w -> w.waiting(priority))
                    .description("Jobs that wait for a thread of the stage")
                    .tags(tags.and("priority", priority.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
        Gauge.builder("patchrank.queue.capacity", workers, PriorityWorkers::capacity)
                .description("Jobs that may wait; more are refused")
                .tags(tags)
                .register(registry);
        Gauge.builder("patchrank.workers", workers, PriorityWorkers::threads)
                .description("Threads of the stage")
                .tags(tags)
                .register(registry);
        DistributionSummary batches = DistributionSummary.builder("patchrank.batch.size")
                .description("Jobs that a thread of the stage takes at once")
                .tags(tags)
                .serviceLevelObjectives(BATCHES)
                .register(registry);
        workers.onBatch(batches::record);
        if (stage == Stage.DECODE || stage == Stage.EXTRACT) {
            // There from the start: an alarm on a counter that appears with its first event misses that one.
            restarts(stage);
            blames(stage);
        }
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void count(String name, String description, Tags tags) {
        counter(name, description, tags).increment();
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** {@code patchrank.stage.decode.hash} is {@code decode.hash}, {@code patchrank.search} is {@code search}. */
    private static String operation(String address) {
        String own = address.startsWith("patchrank.") ? address.substring("patchrank.".length()) : address;
        return own.startsWith("stage.") ? own.substring("stage.".length()) : own;
    }
}
