package io.patchrank.index;

import io.patchrank.index.Ranking.Ranked;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Recall@k of the approximate search against the exact scan, with the gallery's own descriptors as queries. */
final class RecallMeasurement {
    private static final double NANOS_PER_MILLI = 1e6;

    private final DescriptorSearch search;
    private final int k;
    private final IndexOptions options;
    private int queries;
    private long wanted;
    private long found;
    private long exactNanos;
    private long approximateNanos;

    RecallMeasurement(DescriptorSearch search, int k, IndexOptions options) {
        this.search = search;
        this.k = k;
        this.options = options;
    }

    void add(int doc, float[] descriptor) throws IOException {
        long start = System.nanoTime();
        List<Ranked> exact = search.byFloats(descriptor, k + 1, Optional.empty());
        long between = System.nanoTime();
        List<Ranked> approximate = search.approximate(descriptor, k + 1, Optional.empty(), options);
        approximateNanos += System.nanoTime() - between;
        exactNanos += between - start;
        queries++;
        count(others(exact, doc), others(approximate, doc));
    }

    /** Equal similarities are as good as each other, so recall counts by similarity and not by id. */
    private void count(List<Ranked> exact, List<Ranked> approximate) {
        if (exact.isEmpty()) {
            return;
        }
        float kth = exact.getLast().cosine();
        wanted += exact.size();
        found += approximate.stream().filter(hit -> hit.cosine() >= kth).count();
    }

    private List<Ranked> others(List<Ranked> hits, int doc) {
        return hits.stream().filter(hit -> hit.doc() != doc).limit(k).toList();
    }

    RecallReport report() {
        double recall = wanted == 0 ? 1 : (double) found / wanted;
        int runs = Math.max(1, queries);
        return new RecallReport(
                queries, k, recall, exactNanos / NANOS_PER_MILLI / runs, approximateNanos / NANOS_PER_MILLI / runs);
    }
}
