package io.patchrank.benchmarks;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.rerank.stage.RankedCandidate;
import io.patchrank.rerank.stage.RankedOrder;
import io.patchrank.rerank.stage.RerankJob;
import io.patchrank.rerank.stage.RerankStage;
import io.patchrank.rerank.stage.RerankStageOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The re-rank stage as a server runs it, one scorer a core, over the same shortlist again and again.
 *
 * @param pairsPerSecond of the fastest round but those that warm up
 * @param order of the last round
 */
record RerankRounds(double pairsPerSecond, int threads, RankedOrder order) {
    /** Of the configuration's defaults: pairs of a micro-batch, and those read or scored at the same time. */
    private static final int BATCH = 32;

    private static final int MAX_PAIRS = 512;

    /**
     * @param queries of each round
     * @param warmUp rounds that do not count
     */
    static RerankRounds run(
            SafetensorsLocals locals,
            IntFunction<LocalDescriptors> queries,
            Reranker reranker,
            int warmUp,
            int rounds) {
        int scorers = Runtime.getRuntime().availableProcessors();
        RerankStageOptions options =
                new RerankStageOptions(BATCH, Math.max(1, MAX_PAIRS / BATCH - scorers), scorers, 8);
        double best = 0;
        RankedOrder order = null;
        try (RerankStage stage = new RerankStage(
                (keys, count, form) -> keys.stream()
                        .map(key -> locals.gallery().get(key.row()))
                        .toList(),
                options)) {
            for (int round = 0; round < warmUp + rounds; round++) {
                RerankJob job = new RerankJob(queries.apply(round), locals.shortlist(), reranker, Optional.empty());
                long start = System.nanoTime();
                order = Objects.requireNonNull(stage.rank(job).block());
                double rate = locals.gallery().size() / ((System.nanoTime() - start) / 1e9);
                best = round < warmUp ? 0 : Math.max(best, rate);
            }
            stage.stop().block();
        }
        return new RerankRounds(best, scorers, Objects.requireNonNull(order));
    }

    /** Something of each candidate, in the order of the shortlist. */
    <T> List<T> inOrderOfSearch(Function<PairScore, T> what) {
        return order.candidates().stream()
                .sorted(Comparator.comparingInt(RankedCandidate::rankBefore))
                .map(candidate -> what.apply(candidate.pairScore().orElseThrow()))
                .toList();
    }
}
