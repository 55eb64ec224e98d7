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

/** The nearest descriptors of one view of the gallery, exactly or over HNSW graphs. */
final class DescriptorSearch {
    /** From this share of the gallery on, a graph walk touches so much of it that the scan is faster. */
    private static final int WALKABLE_SHARE = 4;

    private final IndexSearcher searcher;
    private final GalleryModel model;
    private final int indexed;
    private final CodeScan codes;
    private final Ranking ranking;

    /** @param indexed number of live descriptors */
    DescriptorSearch(IndexSearcher searcher, GalleryModel model, int indexed, CodeScan codes) {
        this.searcher = searcher;
        this.model = model;
        this.indexed = indexed;
        this.codes = codes;
        this.ranking = new Ranking(searcher.getLeafContexts(), model.field());
    }

    /** By the method that the options choose for a gallery of this size. */
    List<Ranked> nearest(float[] query, int limit, Optional<Query> filter, IndexOptions options) throws IOException {
        double walked = options.overSearch() * limit;
        boolean walk = indexed >= options.exactBelow() && walked * WALKABLE_SHARE <= indexed;
        return walk ? walk(query, limit, filter, (int) Math.ceil(walked)) : exact(query, limit, filter);
    }

    /**
     * All descriptors that pass the filter are compared; without a filter by their codes first, where the JVM can, since
     * a filter leaves too few for that to pay.
     */
    List<Ranked> exact(float[] query, int limit, Optional<Query> filter) throws IOException {
        if (filter.isPresent() || limit > indexed || limit == 0 || !CodeScan.serves(indexed, model.dimension())) {
            return byFloats(query, limit, filter);
        }
        int[] docs = codes.candidates(searcher.getLeafContexts(), model.field(), query, limit);
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

    /**
     * Hierarchical navigable small world graphs (Malkov and Yashunin, TPAMI 2020), one a segment.
     *
     * @param collect neighbours collected in the graphs, of which the {@code limit} best are returned
     */
    List<Ranked> walk(float[] query, int limit, Optional<Query> filter, int collect) throws IOException {
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
