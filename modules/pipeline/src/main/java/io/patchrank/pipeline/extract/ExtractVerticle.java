package io.patchrank.pipeline.extract;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.ModelJson;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.Interruptions;
import io.patchrank.pipeline.flow.PriorityWorkers;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serves {@code patchrank.stage.extract}: pictures to features, on its own single-threaded workers, each sharing one
 * network. Event loop: receiving and answering only. Owns every picture it receives.
 */
public final class ExtractVerticle extends StageVerticle {
    /** @param dense whether all patches are wanted, which is computed picture by picture */
    private record Job(Picture picture, Urgency urgency, boolean dense, Promise<Inspection> promise) {}

    private final Loader loader;
    private final Function<ModelInfo, Parallelism> parallelism;
    private final int queue;

    /** Loads the network; runs on a worker thread. */
    @FunctionalInterface
    public interface Loader {
        Extraction load(Interruptions interruptions) throws Exception;
    }

    /**
     * How much is computed at once.
     *
     * @param workers threads
     * @param batch pictures computed together, when so many are waiting
     */
    public record Parallelism(int workers, int batch) {}

    /** @param queue pictures that may wait */
    public ExtractVerticle(Loader loader, CreditBoard board, Function<ModelInfo, Parallelism> parallelism, int queue) {
        super(Stage.EXTRACT, board, 1);
        this.loader = loader;
        this.parallelism = parallelism;
        this.queue = queue;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        Interruptions interruptions = interruptions();
        return vertx.executeBlocking(() -> loader.load(interruptions))
                .map(this::hold)
                .compose(extraction -> serve(endpoints, extraction));
    }

    private Future<?> serve(Endpoints endpoints, Extraction extraction) {
        ModelInfo model = extraction.model();
        Parallelism parallel = parallelism.apply(model);
        // Twice the work in hand, so that a worker never waits for the next picture to travel.
        takes(2 * parallel.workers() * parallel.batch());
        PriorityWorkers<Job> workers = hold(new PriorityWorkers<>(
                "extract", parallel.workers(), queue, parallel.batch(), jobs -> extractInTime(extraction, jobs)));
        return Future.all(
                endpoints.serveJson(Addresses.MODEL, body -> {
                    new JsonFields(body).refuseUnknown();
                    return Future.succeededFuture(ModelJson.of(model));
                }),
                endpoints.serve(StageAddresses.MODEL, ignored -> Future.succeededFuture(model)),
                endpoints.serve(
                        StageAddresses.EXTRACT, (ExtractRequest r) -> enqueue(workers, r.picture(), r.urgency(), false)
                                .map(Inspection::features)),
                endpoints.serve(
                        StageAddresses.EXTRACT_DENSE,
                        (DenseRequest r) -> enqueue(workers, r.picture(), r.urgency(), true)));
    }

    private static Future<Inspection> enqueue(
            PriorityWorkers<Job> workers, Picture picture, Urgency urgency, boolean dense) {
        Promise<Inspection> promise = Promise.promise();
        try {
            workers.submit(urgency.priority(), new Job(picture, urgency, dense, promise));
        } catch (RuntimeException e) {
            picture.close();
            throw e;
        }
        return promise.future();
    }

    private static void extractInTime(Extraction extraction, List<Job> jobs) {
        Map<Boolean, List<Job>> byExpired = jobs.stream()
                .collect(Collectors.partitioningBy(job -> job.urgency().expired()));
        for (Job late : byExpired.getOrDefault(true, List.of())) {
            late.picture().close();
            late.promise().fail(Urgency.tooLate("query"));
        }
        Map<Boolean, List<Job>> byDense =
                byExpired.getOrDefault(false, List.of()).stream().collect(Collectors.partitioningBy(Job::dense));
        byDense.getOrDefault(true, List.of()).forEach(job -> inspect(extraction, job));
        List<Job> wanted = byDense.getOrDefault(false, List.of());
        if (!wanted.isEmpty()) {
            extract(extraction, wanted);
        }
    }

    private static void inspect(Extraction extraction, Job job) {
        try {
            job.promise().complete(extraction.inspect(new DenseRequest(job.picture(), job.urgency())));
        } catch (RuntimeException | Error e) {
            job.promise().tryFail(Failures.typed(e));
        } finally {
            job.picture().close();
        }
    }

    private static void extract(Extraction extraction, List<Job> jobs) {
        try {
            List<Future<ImageFeatures>> features = extraction.extract(jobs.stream()
                    .map(job -> new ExtractRequest(job.picture(), job.urgency()))
                    .toList());
            for (int i = 0; i < jobs.size(); i++) {
                features.get(i)
                        .map(found -> new Inspection(found, Optional.empty()))
                        .onComplete(jobs.get(i).promise());
            }
        } catch (RuntimeException | Error e) {
            jobs.forEach(job -> job.promise().tryFail(Failures.typed(e)));
        } finally {
            jobs.forEach(job -> job.picture().close());
        }
    }
}
