package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Matches of two images one by one, as {@link MutualNearestNeighbours} counts them for a whole shortlist. Thread-safe;
 * computes on the calling thread. Owns native memory.
 */
public final class PatchMatcher implements AutoCloseable {
    private final MatchKernel kernel = new HostMatchKernel();

    /**
     * Mutual nearest neighbours of all descriptors of both images, strongest first; no descriptor appears twice.
     *
     * @param threshold cosine that a match must exceed
     * @throws io.patchrank.api.error.PatchrankException {@code MODEL_MISMATCH} when their dimensions differ
     */
    public List<MatchedRows> match(LocalDescriptors query, LocalDescriptors other, double threshold) {
        Rows queryRows = new Rows(query, query.validCount());
        Rows otherRows = new Rows(other, other.validCount());
        Matches found = kernel.match(queryRows, List.of(otherRows), false).getFirst();
        List<MatchedRows> matches = new ArrayList<>();
        for (int i = 0; i < found.queryRows(); i++) {
            if (found.matched(i, (float) threshold)) {
                matches.add(new MatchedRows(i, found.partner()[i], found.cosine()[i]));
            }
        }
        matches.sort(Comparator.comparingDouble(MatchedRows::cosine).reversed());
        return matches;
    }

    @Override
    public void close() {
        kernel.close();
    }
}
