package io.patchrank.pipeline.extract;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.ModelJson;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.flow.Endpoints;
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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Serves {@code patchrank.stage.extract}: pictures to features, on its own single-threaded workers, each sharing one
 * network. Event loop: receiving and answering only. Owns every picture it receives.
 */
public final class ExtractVerticle extends StageVerticle {
    /** @param dense whether all patches are wanted, which is computed picture by picture */
    private record Job(Picture picture, Urgency urgency, boolean dense, Promise<Inspection> promise) {}

    private final Callable<FeatureExtractor> loader;
    private final int workerCount;
    private final int batch;
    private final int queue;

    /**
     * @param loader loads the network; runs on a worker thread
     * @param batch pictures computed together, when so many are waiting
     * @param queue pictures that may wait
     */
    public ExtractVerticle(
            Callable<FeatureExtractor> loader, CreditBoard board, int workerCount, int batch, int queue) {
        // Twice the work in hand, so that a worker never waits for the next picture to travel.
        super(Stage.EXTRACT, board, 2 * workerCount * batch);
        this.loader = loader;
        this.workerCount = workerCount;
        this.batch = batch;
        this.queue = queue;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        return vertx.executeBlocking(loader).map(this::hold).compose(extractor -> {
            PriorityWorkers<Job> workers = hold(new PriorityWorkers<>(
                    "extract", workerCount, queue, batch, jobs -> extractInTime(extractor, jobs)));
            return Future.all(
                    endpoints.serveJson(Addresses.MODEL, body -> {
                        new JsonFields(body).refuseUnknown();
                        return Future.succeededFuture(ModelJson.of(extractor.model()));
                    }),
                    endpoints.serve(StageAddresses.MODEL, ignored -> Future.succeededFuture(extractor.model())),
                    endpoints.serve(StageAddresses.EXTRACT, (ExtractRequest r) -> enqueue(
                                    workers, r.picture(), r.urgency(), false)
                            .map(Inspection::features)),
                    endpoints.serve(
                            StageAddresses.EXTRACT_DENSE,
                            (DenseRequest r) -> enqueue(workers, r.picture(), r.urgency(), true)));
        });
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

    private static void extractInTime(FeatureExtractor extractor, List<Job> jobs) {
        Map<Boolean, List<Job>> byExpired = jobs.stream()
                .collect(Collectors.partitioningBy(job -> job.urgency().expired()));
        for (Job late : byExpired.getOrDefault(true, List.of())) {
            late.picture().close();
            late.promise().fail(Urgency.tooLate("query"));
        }
        Map<Boolean, List<Job>> byDense =
                byExpired.getOrDefault(false, List.of()).stream().collect(Collectors.partitioningBy(Job::dense));
        byDense.getOrDefault(true, List.of()).forEach(job -> inspect(extractor, job));
        List<Job> wanted = byDense.getOrDefault(false, List.of());
        if (!wanted.isEmpty()) {
            extract(extractor, wanted);
        }
    }

    private static void inspect(FeatureExtractor extractor, Job job) {
        try {
            job.promise().complete(extractor.inspect(job.picture()));
        } catch (RuntimeException | Error e) {
            job.promise().tryFail(Failures.typed(e));
        } finally {
            job.picture().close();
        }
    }

    private static void extract(FeatureExtractor extractor, List<Job> jobs) {
        try {
            List<ImageFeatures> features =
                    extractor.extract(jobs.stream().map(Job::picture).toList());
            for (int i = 0; i < jobs.size(); i++) {
                jobs.get(i).promise().complete(new Inspection(features.get(i), Optional.empty()));
            }
        } catch (RuntimeException | Error e) {
            if (jobs.size() > 1) {
                // One picture at fault must not take its neighbours with it.
                jobs.forEach(job -> extract(extractor, List.of(job)));
            } else {
                jobs.getFirst().promise().tryFail(Failures.typed(e));
            }
        } finally {
            jobs.forEach(job -> job.picture().close());
        }
    }
}
