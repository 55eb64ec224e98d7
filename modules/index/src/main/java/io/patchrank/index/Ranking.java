package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;

/**
 * The last step of every search: candidates get the cosine of their stored descriptor, one by one with one kernel, so
 * that equal descriptors have equal similarities wherever they lie, and are ordered by it and then by id.
 */
final class Ranking {
    private static final Comparator<Ranked> BEST_FIRST =
            Comparator.comparingDouble((Ranked r) -> -r.cosine).thenComparing(Ranked::id);

    private final List<LeafReaderContext> leaves;
    private final String field;

    Ranking(List<LeafReaderContext> leaves, String field) {
        this.leaves = leaves;
        this.field = field;
    }

    /**
     * A document in its place.
     *
     * @param doc number in the reader
     * @param cosine of query and descriptor; rounding may take it past 1
     */
    record Ranked(int doc, String id, float cosine) {}

    /**
     * The cosine of each document's descriptor and the query.
     *
     * @param docs with a descriptor, ascending
     */
    float[] cosines(float[] query, int[] docs) throws IOException {
        float[] cosines = new float[docs.length];
        int next = 0;
        for (LeafReaderContext leaf : leaves) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            if (next == docs.length || docs[next] >= end) {
                continue;
            }
            FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
            KnnVectorValues.DocIndexIterator rows = descriptors.iterator();
            for (; next < docs.length && docs[next] < end; next++) {
                rows.advance(docs[next] - leaf.docBase);
                cosines[next] = Cosine.of(query, descriptors.vectorValue(rows.index()));
            }
        }
        return cosines;
    }

    /**
     * The {@code limit} best of the documents.
     *
     * @param docs ascending
     * @param cosines of each
     */
    List<Ranked> best(int[] docs, float[] cosines, int limit) throws IOException {
        // Ids are read of those alone that have a place or share the last one's similarity.
        float last = nth(cosines, limit);
        List<Ranked> ranked = new ArrayList<>(Math.min(docs.length, limit + 1));
        int next = 0;
        for (LeafReaderContext leaf : leaves) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            if (next == docs.length || docs[next] >= end) {
                continue;
            }
            SortedDocValues ids = DocValues.getSorted(leaf.reader(), RowDocument.ID);
            for (; next < docs.length && docs[next] < end; next++) {
                if (cosines[next] >= last) {
                    ids.advance(docs[next] - leaf.docBase);
                    ranked.add(
                            new Ranked(docs[next], ids.lookupOrd(ids.ordValue()).utf8ToString(), cosines[next]));
                }
            }
        }
        ranked.sort(BEST_FIRST);
        return ranked.size() <= limit ? ranked : ranked.subList(0, limit);
    }

    /** The n-th largest; the smallest there can be when there are fewer. */
    static float nth(float[] values, int n) {
        if (values.length <= n) {
            return Float.NEGATIVE_INFINITY;
        }
        float[] ascending = values.clone();
        Arrays.sort(ascending);
        return ascending[ascending.length - n];
    }
}
