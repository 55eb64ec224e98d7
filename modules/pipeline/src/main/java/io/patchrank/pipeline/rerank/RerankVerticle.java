package io.patchrank.pipeline.rerank;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.flow.Endpoints;
import io.patchrank.pipeline.flow.StageVerticle;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.trace.RequestId;
import io.patchrank.rerank.AmesReranker;
import io.patchrank.rerank.NoRerank;
import io.patchrank.rerank.Rerankers;
import io.patchrank.rerank.stage.Candidate;
import io.patchrank.rerank.stage.RankedOrder;
import io.patchrank.rerank.stage.RerankJob;
import io.patchrank.rerank.stage.RerankStage;
import io.patchrank.rerank.stage.RerankStageOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves {@code patchrank.stage.rerank} with the Reactor stage of module {@code rerank}. Event loop; reading and scoring
 * run on that stage's own schedulers.
 */
public final class RerankVerticle extends StageVerticle {
    private final Supplier<Rerankers> loader;
    private final Set<LocalsForm> kept;
    private final RerankStageOptions options;

    /**
     * @param loader makes the re-rankers; runs on a worker thread, since they load native code
     * @param kept in which forms the gallery keeps local descriptors
     */
    public RerankVerticle(
            Supplier<Rerankers> loader, Set<LocalsForm> kept, RerankStageOptions options, CreditBoard board) {
        super(Stage.RERANK, board, options.maxWaitingJobs());
        this.loader = loader;
        this.kept = Set.copyOf(kept);
        this.options = options;
    }

    @Override
    protected Future<?> serve(Endpoints endpoints) {
        return vertx.executeBlocking(loader::get).map(this::hold).compose(rerankers -> {
            RerankStage stage = new RerankStage(this::readLocals, options);
            hold(() -> stage.stop().block());
            stage.failure().subscribe(failure -> broke(failure.toString()));
            return endpoints.serve(StageAddresses.RERANK, (RerankRequest request) -> rerank(rerankers, stage, request));
        });
    }

    private Future<RerankReply> rerank(Rerankers rerankers, RerankStage stage, RerankRequest request) {
        Reranker reranker = rerankers.get(request.reranker(), request.options().getMap());
        requireReadable(reranker);
        if (request.keys().isEmpty()) {
            return Future.succeededFuture(RerankReply.unscored(List.of()));
        }
        List<Candidate> shortlist = new ArrayList<>(request.keys().size());
        for (int i = 0; i < request.keys().size(); i++) {
            shortlist.add(
                    new Candidate(request.keys().get(i), request.similarities().get(i)));
        }
        Duration budget = request.budget().isNegative() ? Duration.ZERO : request.budget();
        RerankJob job = new RerankJob(
                request.query(),
                shortlist,
                reranker,
                Optional.of(budget),
                RequestId.current().map(id -> Map.of(RequestId.KEY, id)).orElseGet(Map::of));
        return request.progress()
                .map(progress -> new Improvements(vertx, context, progress).follow(stage, job))
                .orElseGet(() -> Future.fromCompletionStage(stage.rank(job).toFuture(), vertx.getOrCreateContext()))
                .compose(order -> explained(order, reranker, request));
    }

    private Future<RerankReply> explained(RankedOrder order, Reranker reranker, RerankRequest request) {
        if (request.explained() == 0) {
            return Future.succeededFuture(Replies.of(order, List.of()));
        }
        return vertx.executeBlocking(
                () -> Replies.of(order, Replies.explanations(order, reranker, request.explained())), false);
    }

    private void requireReadable(Reranker reranker) {
        if (reranker.descriptorCount() > 0 && !kept.contains(reranker.reads())) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    reranker.name(),
                    "reads descriptors, but this gallery keeps binary codes only (store.codes); ask for "
                            + AmesReranker.NAME + " or " + NoRerank.NAME + ", or keep the codes beside in another"
                            + " data folder");
        }
    }

    /** Runs on the stage's reader threads, which may block. */
    private List<LocalDescriptors> readLocals(List<FeatureKey> keys, int descriptorCount, LocalsForm form) {
        ReadRequest request = new ReadRequest(keys, descriptorCount, form);
        return Failures.await(vertx.eventBus().<LocalsReply>request(StageAddresses.READ_LOCALS, request))
                .body()
                .locals();
    }
}
