package io.patchrank.pipeline.decode;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.Interruptions;
import io.patchrank.pipeline.flow.ModelLookup;
import io.patchrank.pipeline.flow.PriorityWorkers;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.DenseRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.Extracted;
import io.patchrank.pipeline.message.HashRequest;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.InspectRequest;
import io.patchrank.pipeline.message.Inspected;
import io.patchrank.pipeline.message.PlaceRequest;
import io.patchrank.pipeline.message.Priority;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.Urgency;
import io.patchrank.pipeline.message.ViewRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code patchrank.stage.decode}: a file or bytes to features. Reads and decodes on its own workers, hands the
 * picture to the extract stage, and answers when the features are there. Makes pictures for people, too.
 */
public final class DecodeVerticle extends StageVerticle {
    private final Function<Interruptions, Decoding> opener;
    private final CreditBoard board;
    private final int workerCount;
    private final int queue;
    private final long maxBytes;
    private final Duration timeout;
    private @Nullable InputSpec input;

    /**
     * @param opener makes what decodes; runs on a worker thread
     * @param queue images that may be in this stage at once: decoding, or decoded and waiting for the network
     * @param maxBytes larger files are refused
     */
    public DecodeVerticle(
            Function<Interruptions, Decoding> opener,
            CreditBoard board,
            int workerCount,
            int queue,
            long maxBytes,
            Duration timeout) {
        super(Stage.DECODE, board, queue);
        this.opener = opener;
        this.board = board;
        this.workerCount = workerCount;
        this.queue = queue;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        Interruptions interruptions = interruptions();
        return vertx.executeBlocking(() -> opener.apply(interruptions))
                .map(this::hold)
                .compose(decoding -> serve(endpoints, decoding));
    }

    private Future<?> serve(Endpoints endpoints, Decoding decoding) {
        // Each address that is served below may fill the announced credits, and of decoding ingest and queries each.
        PriorityWorkers<Runnable> workers =
                hold(new PriorityWorkers<>("decode", workerCount, 6 * queue, 1, jobs -> jobs.forEach(Runnable::run)));
        Lanes lanes = new Lanes(sender(StageAddresses.EXTRACT), sender(StageAddresses.EXTRACT));
        CreditedSender dense = sender(StageAddresses.EXTRACT_DENSE);
        return Future.all(
                endpoints.serve(StageAddresses.HASH, (HashRequest r) -> hash(workers, r)),
                endpoints.serve(
                        StageAddresses.VIEW,
                        (ViewRequest r) -> onWorker(workers, r.urgency().priority(), () -> decoding.view(r))),
                endpoints.serve(
                        StageAddresses.PLACE, (PlaceRequest r) -> onWorker(workers, Priority.VIEW, () -> place(r))),
                endpoints.serve(
                        StageAddresses.DECODE,
                        (DecodeRequest r) -> features(new Decoders(workers, decoding), lanes, r)),
                endpoints.serve(
                        StageAddresses.INSPECT,
                        (InspectRequest r) -> inspect(new Decoders(workers, decoding), lanes.queries(), dense, r)));
    }

    /** What decodes, and the threads that it does so on. */
    private record Decoders(PriorityWorkers<Runnable> workers, Decoding decoding) {}

    /** Ways to the extract stage: an ingest that waits for credits does not hold up a query. */
    private record Lanes(CreditedSender queries, CreditedSender ingest) {
        CreditedSender of(Priority priority) {
            return priority == Priority.QUERY ? queries : ingest;
        }
    }

    private CreditedSender sender(String address) {
        return new CreditedSender(vertx, board, Stage.EXTRACT, address, 2 * queue, timeout);
    }

    private Future<ImageContent> hash(PriorityWorkers<Runnable> workers, HashRequest request) {
        return onWorker(workers, Priority.INGEST, () -> SourceBytes.contentOf(Path.of(request.path()), maxBytes));
    }

    private static String place(PlaceRequest request) {
        return ShownFile.find(Path.of(request.path()), request.folders()).file().toString();
    }

    private static <R> Future<R> onWorker(PriorityWorkers<Runnable> workers, Priority priority, Supplier<R> work) {
        Promise<R> promise = Promise.promise();
        workers.submit(priority, () -> {
            try {
                promise.complete(work.get());
            } catch (RuntimeException | Error e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private Future<Extracted> features(Decoders decoders, Lanes lanes, DecodeRequest request) {
        return inputSpec()
                .compose(spec -> decode(decoders, request, spec, Optional.empty()))
                .compose(decoded -> {
                    long start = System.nanoTime();
                    Picture picture = decoded.picture();
                    return lanes.of(request.urgency().priority())
                            .request(new ExtractRequest(picture, request.urgency()), ImageFeatures.class)
                            .onComplete(reply -> closeUnlessInUse(picture, reply))
                            .recover(failure -> named(failure, request.source()))
                            .map(features ->
                                    new Extracted(decoded.content(), features, decoded.millis(), millisSince(start)));
                });
    }

    private Future<Inspected> inspect(
            Decoders decoders, CreditedSender plain, CreditedSender dense, InspectRequest request) {
        DecodeRequest decode = new DecodeRequest(request.source(), request.crop(), request.urgency());
        return inputSpec()
                .compose(spec -> decode(decoders, decode, spec, request.photograph()))
                .compose(decoded -> {
                    long start = System.nanoTime();
                    Picture picture = decoded.picture();
                    Future<Inspection> inspection = request.dense()
                            ? dense.request(new DenseRequest(picture, request.urgency()), Inspection.class)
                            : plain.request(new ExtractRequest(picture, request.urgency()), ImageFeatures.class)
                                    .map(features -> new Inspection(features, Optional.empty()));
                    return inspection
                            .onComplete(reply -> closeUnlessInUse(picture, reply))
                            .recover(failure -> named(failure, request.source()))
                            .map(seen -> new Inspected(
                                    decoded.content(),
                                    ImageArea.of(
                                            request.crop(), decoded.content().size()),
                                    seen,
                                    decoded.photograph(),
                                    decoded.millis(),
                                    millisSince(start)));
                });
    }

    /** The extract stage does not know whose picture it has refused. */
    private static <R> Future<R> named(Throwable failure, ImageSource source) {
        PatchrankException typed = Failures.typed(failure);
        return Future.failedFuture(
                typed.code() == ErrorCode.NATIVE_CRASH
                        ? new PatchrankException(typed.code(), source.name(), typed.reason(), typed)
                        : failure);
    }

    /**
     * An extract stage of this process closes the picture itself, one of another process closes its copy, and a request
     * that no worker took was never handed over. Only a worker that has not answered yet may still be reading.
     */
    private static void closeUnlessInUse(Picture picture, AsyncResult<?> reply) {
        boolean unanswered = reply.failed() && Failures.typed(reply.cause()).code() == ErrorCode.DEADLINE_EXCEEDED;
        if (!unanswered) {
            picture.close();
        }
    }

    /**
     * The network decides how pictures must look; asked until known, from whichever process runs it. The answer is kept,
     * not the future: that would go on in the context of the request that asked first.
     */
    private Future<InputSpec> inputSpec() {
        InputSpec known = input;
        return known != null
                ? Future.succeededFuture(known)
                : ModelLookup.ask(vertx, Duration.ZERO).map(ModelInfo::input).onSuccess(spec -> input = spec);
    }

    /** @param photograph longest side in pixels of the photograph that is wanted too */
    private static Future<Decoded> decode(
            Decoders decoders, DecodeRequest request, InputSpec spec, Optional<Integer> photograph) {
        return onWorker(decoders.workers(), request.urgency().priority(), () -> {
            if (request.urgency().expired()) {
                throw Urgency.tooLate(request.source().name());
            }
            return decoders.decoding().decode(request, spec, photograph);
        });
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
