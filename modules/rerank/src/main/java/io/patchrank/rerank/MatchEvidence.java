package io.patchrank.rerank;

import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PairEvidence;
import io.patchrank.api.rerank.PatchMatch;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What {@code mutual-nn} keeps of a pair: about 5 kB at 256 descriptors, so 0.5 MB a shortlist of 100.
 *
 * @param matches what each query row found
 * @param weights what a match of query row i counts, [n]
 * @param query shared by all candidates
 */
record MatchEvidence(Matches matches, float[] weights, PatchPositions query, PatchPositions candidate)
        implements PairEvidence {
    /** The matched patches of some query rows, strongest first, as many as an explanation takes. */
    List<PatchMatch> patches(IntPredicate queryRows) {
        return IntStream.range(0, matches.queryRows())
                .filter(i -> matches.partner()[i] != Matches.NONE)
                .filter(queryRows)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> matches.cosine()[i], Comparator.reverseOrder()))
                .limit(Explanation.MOST_MATCHES)
                .map(this::patch)
                .toList();
    }

    private PatchMatch patch(int i) {
        int partner = matches.partner()[i];
        return new PatchMatch(
                query.shareX(i),
                query.shareY(i),
                candidate.shareX(partner),
                candidate.shareY(partner),
                matches.cosine()[i]);
    }
}
