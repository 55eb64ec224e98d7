package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code mutual-nn}: attention-guided mutual nearest neighbours, after RerankVPR ("Attention-Guided Visual Place
 * Recognition with Memory-Enhanced Training", github.com/w-qilong/RerankVPR; there {@code saliency_thresh} and
 * {@code nn_match_thresh} 0.65). Two patches match when each is the other's nearest and their cosine exceeds the
 * threshold; the matches of the pair are counted, and a {@link Judgement} weighs them against the rest of the shortlist.
 *
 * <p>Thread-safe. Computes on the calling thread; all pairs of one query in a call share one matrix product.
 */
public final class MutualNearestNeighbours implements Reranker {
    public static final String NAME = "mutual-nn";

    private final MutualNnOptions options;
    private final MatchKernel kernel;
    private final boolean ownsKernel;

    /**
     * @param device torch's name of the device, for example {@code cpu} or {@code cuda:0}. Errors:
     *     {@code DEVICE_UNAVAILABLE}
     */
    public MutualNearestNeighbours(MutualNnOptions options, String device) {
        this(options, MatchKernel.on(device), true);
    }

    MutualNearestNeighbours(MutualNnOptions options, MatchKernel kernel, boolean ownsKernel) {
        this.options = options;
        this.kernel = kernel;
        this.ownsKernel = ownsKernel;
    }

    /** The same with other options; it computes with this one's native memory and needs no closing. */
    public MutualNearestNeighbours with(Map<String, Object> overrides) {
        return overrides.isEmpty() ? this : new MutualNearestNeighbours(options.with(overrides), kernel, false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int descriptorCount() {
        return options.descriptorCount();
    }

    /** Errors: {@code MODEL_MISMATCH} when query and candidate have different dimensions. */
    @Override
    public List<PairScore> score(List<Pair> pairs) {
        PairScore[] scores = new PairScore[pairs.size()];
        PairsByQuery.of(pairs, pair -> true).forEach((query, positions) -> {
            Rows queryRows = rows(query);
            PatchPositions queryPositions = PatchPositions.of(queryRows);
            List<Rows> candidates = positions.stream()
                    .map(position -> rows(pairs.get(position).candidate()))
                    .toList();
            List<Matches> matches = kernel.match(queryRows, candidates, options.normalised());
            for (int k = 0; k < candidates.size(); k++) {
                scores[positions.get(k)] = score(queryRows, queryPositions, candidates.get(k), matches.get(k));
            }
        });
        return List.of(scores);
    }

    private Rows rows(LocalDescriptors locals) {
        boolean tooMany = locals.count() > descriptorCount();
        return Rows.salient(tooMany ? locals.resized(descriptorCount()) : locals, options.saliency());
    }

    private PairScore score(Rows query, PatchPositions queryPositions, Rows candidate, Matches matches) {
        float[] weights = options.attention() ? attention(query, candidate, matches) : ones(query.count());
        float raw = 0;
        for (int i = 0; i < weights.length; i++) {
            if (matches.matched(i, options.threshold())) {
                raw += weights[i];
            }
        }
        int most = Math.min(query.count(), candidate.count());
        return new PairScore(
                options.share() && most > 0 ? raw / most : raw,
                matches.count(options.threshold()),
                new MatchEvidence(matches, weights, queryPositions, PatchPositions.of(candidate)));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Each match counts by the geometric mean of its patches' weights, which are 1 on average over their image. */
    private static float[] attention(Rows query, Rows candidate, Matches matches) {
        double queryMean = query.meanWeight();
        double candidateMean = candidate.meanWeight();
        float[] weights = new float[query.count()];
        for (int i = 0; i < weights.length; i++) {
            if (matches.partner()[i] != Matches.NONE) {
                double q = query.locals().weight()[i] / queryMean;
                double c = candidate.locals().weight()[matches.partner()[i]] / candidateMean;
                weights[i] = (float) Math.sqrt(q * c);
            }
        }
        return weights;
    }

    @Override
    public float[] combine(ShortlistScores shortlist) {
        return options.judgement().combine(shortlist);
    }

    @Override
    public List<Explanation> explain(ShortlistScores shortlist, List<Integer> positions) {
        return options.judgement().explain(shortlist, positions, options.threshold());
    }

    @Override
    public void close() {
        if (ownsKernel) {
            kernel.close();
        }
    }
}
