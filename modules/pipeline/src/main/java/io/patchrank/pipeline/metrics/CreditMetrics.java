package io.patchrank.pipeline.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import java.util.function.ToLongFunction;

/** Meters of the ways from stage to stage, as this process sees them. */
public final class CreditMetrics {
    private CreditMetrics() {}

    public static void bind(CreditBoard board, MeterRegistry registry) {
        for (Stage stage : Stage.values()) {
            Tags tags = Tags.of("stage", stage.key());
            Gauge.builder("patchrank.credits", board, b -> b.credits(stage))
                    .description("Requests that the workers of a stage take at once, all processes together")
                    .tags(tags)
                    .register(registry);
            Gauge.builder("patchrank.requests.waiting", board, b -> total(b, stage, CreditedSender::waiting))
                    .description("Requests of this process that wait for a credit of the stage")
                    .tags(tags)
                    .register(registry);
            Gauge.builder("patchrank.requests.outstanding", board, b -> total(b, stage, CreditedSender::outstanding))
                    .description("Requests of this process that the stage is working on")
                    .tags(tags)
                    .register(registry);
            FunctionCounter.builder("patchrank.requests.refused", board, b -> total(b, stage, CreditedSender::refused))
                    .description("Requests of this process that were refused, since too many waited for the stage")
                    .tags(tags)
                    .register(registry);
            FunctionCounter.builder("patchrank.requests.resent", board, b -> total(b, stage, CreditedSender::resent))
                    .description("Requests of this process given to another worker, since theirs was lost")
                    .tags(tags)
                    .register(registry);
        }
    }

    /** Of all ways of this process to the stage. */
    private static long total(CreditBoard board, Stage stage, ToLongFunction<CreditedSender> count) {
        return board.senders(stage).stream().mapToLong(count).sum();
    }
}
