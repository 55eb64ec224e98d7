package io.patchrank.index;

import io.patchrank.index.Ranking.Ranked;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;

/** The nearest descriptors of one view of the gallery: exactly, in the nearest inverted lists, or over HNSW graphs. */
final class DescriptorSearch {
    /** From this share of the gallery on, an approximate search touches so much of it that the exact one is as fast. */
    private static final int WORTHWHILE_SHARE = 4;

    /** So many descriptors are read for a hit, at least. */
    private static final int ROWS_OF_A_HIT = 16;

    private final IndexSearcher searcher;
    private final GalleryModel model;
    private final int indexed;
    private final Optional<ListScan> lists;
    private final Ranking ranking;

    /** @param indexed number of live descriptors */
    DescriptorSearch(IndexSearcher searcher, GalleryModel model, int indexed) throws IOException {
        this.searcher = searcher;
        this.model = model;
        this.indexed = indexed;
        this.lists = ListScan.of(searcher.getLeafContexts(), model.field());
        this.ranking = new Ranking(searcher.getLeafContexts(), model.field());
    }

    /** How the next search runs: {@code exact}, {@code ivf} or {@code hnsw}. */
    String method(IndexOptions options) {
        if (indexed < options.exactBelow()) {
            return "exact";
        }
        return (lists.isPresent() ? ApproximateSearch.IVF : ApproximateSearch.HNSW).toString();
    }

    /** By the method that the options choose for a gallery of this size. */
    List<Ranked> nearest(float[] query, int limit, Optional<Query> filter, IndexOptions options) throws IOException {
        boolean approximate =
                indexed >= options.exactBelow() && options.overSearch() * limit * WORTHWHILE_SHARE <= indexed;
        return approximate ? approximate(query, limit, filter, options) : exact(query, limit, filter);
    }

    /** In the nearest lists, or over graphs where the segments have no lists. */
    List<Ranked> approximate(float[] query, int limit, Optional<Query> filter, IndexOptions options)
            throws IOException {
        return lists.isPresent()
                ? inLists(lists.get(), query, limit, filter, options.probe())
                : walk(query, limit, filter, (int) Math.ceil(options.overSearch() * limit));
    }

    /**
     * All descriptors that pass the filter are compared; without a filter by their codes first, where there are some,
     * since a filter leaves too few for that to pay.
     */
    List<Ranked> exact(float[] query, int limit, Optional<Query> filter) throws IOException {
        if (filter.isPresent() || limit > indexed || limit == 0 || lists.isEmpty()) {
            return byFloats(query, limit, filter);
        }
        int[] docs = lists.get().exact(query, limit);
        return ranking.best(docs, ranking.cosines(query, docs), limit);
    }

    /** All descriptors that pass the filter are compared by their floats. */
    List<Ranked> byFloats(float[] query, int limit, Optional<Query> filter) throws IOException {
        int wanted = Math.min(limit, indexed);
        if (wanted == 0) {
            return List.of();
        }
        Weight weight = filter.isEmpty() ? null : ExactScan.prepare(searcher, filter.get());
        int[] docs = new ExactScan(searcher, model.field()).candidates(query, wanted, weight);
        return ranking.best(docs, ranking.cosines(query, docs), wanted);
    }

    /** @param probe see {@link ListScan#nearest} */
    private List<Ranked> inLists(ListScan in, float[] query, int limit, Optional<Query> filter, double probe)
            throws IOException {
        Optional<PassingDocs> passing =
                filter.isEmpty() ? Optional.empty() : Optional.of(PassingDocs.of(searcher, filter.get()));
        int count = passing.map(PassingDocs::count).orElse(indexed);
        // The fewer pass, the farther away are the nearest of them.
        double share = Math.max(probe, (double) ROWS_OF_A_HIT * limit / Math.max(1, count));
        if (count <= share * indexed) {
            return exact(query, limit, filter);
        }
        ListScan.Accepted accepted = passing.isEmpty() ? ListScan::live : passing.get()::of;
        int[] docs = in.nearest(query, limit, share, accepted);
        return docs.length < Math.min(limit, count)
                ? exact(query, limit, filter)
                : ranking.best(docs, ranking.cosines(query, docs), limit);
    }

    /**
     * Hierarchical navigable small world graphs (Malkov and Yashunin, TPAMI 2020), one a segment.
     *
     * @param collect neighbours collected in the graphs, of which the {@code limit} best are returned
     */
    private List<Ranked> walk(float[] query, int limit, Optional<Query> filter, int collect) throws IOException {
        Query nearest = new KnnFloatVectorQuery(model.field(), query, collect, filter.orElse(null));
        TopDocs found = searcher.search(nearest, collect);
        // A walk that comes back short met a narrow filter, or a graph in pieces: few to compare, or not to be trusted.
        if (found.scoreDocs.length < Math.min(limit, indexed)) {
            return exact(query, limit, filter);
        }
        // Best first. The other collected ones were only there for the walk to find these.
        float floor = found.scoreDocs[Math.min(limit, indexed) - 1].score - ExactScan.KERNEL_TOLERANCE;
        int[] docs = Arrays.stream(found.scoreDocs)
                .takeWhile(hit -> hit.score >= floor)
                .mapToInt(hit -> hit.doc)
                .sorted()
                .toArray();
        return ranking.best(docs, ranking.cosines(query, docs), limit);
    }
}
