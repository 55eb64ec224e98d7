package io.patchrank.benchmarks;

import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.rerank.CountJudgement;
import io.patchrank.rerank.EvidenceJudgement;
import io.patchrank.rerank.Judgement;
import io.patchrank.rerank.MutualNearestNeighbours;
import io.patchrank.rerank.MutualNnOptions;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * The re-rank stage with the re-ranker {@code mutual-nn}: as the count that the peer makes, and whole, with the evidence
 * that patchrank weighs by default (background of the shortlist, support by geometry).
 *
 * <pre>MutualNn FILE ROUNDS</pre>
 */
final class MutualNn {
    /** Until the compilers are done. */
    private static final int WARM_UP = 30;

    private static final int PATCHES = 300;

    /** As the default model's descriptors are, and the peer's. */
    private static final boolean NORMALISED = true;

    private MutualNn() {}

    public static void main(String[] arguments) {
        TorchThreads.useCallingThreadOnly();
        SafetensorsLocals locals = SafetensorsLocals.read(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        RerankRounds count = run(locals, CountJudgement.DEFAULTS, rounds);
        RerankRounds whole = run(locals, EvidenceJudgement.DEFAULTS, rounds);
        JsonObject measured = new JsonObject()
                .put("pairsPerSecond", count.pairsPerSecond())
                .put("wholePairsPerSecond", whole.pairsPerSecond())
                .put("matches", new JsonArray(count.inOrderOfSearch(PairScore::matches)));
        Round.print(measured, count.threads() + " threads");
    }

    private static RerankRounds run(SafetensorsLocals locals, Judgement judgement, int rounds) {
        MutualNnOptions defaults = MutualNnOptions.DEFAULTS;
        MutualNnOptions options = new MutualNnOptions(
                defaults.threshold(),
                defaults.attention(),
                defaults.saliency(),
                defaults.share(),
                PATCHES,
                NORMALISED,
                judgement);
        try (Reranker reranker = new MutualNearestNeighbours(options, "cpu")) {
            return RerankRounds.run(locals, round -> locals.query(), reranker, WARM_UP, rounds);
        }
    }
}
