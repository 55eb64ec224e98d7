package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    record Ranked(int doc, float cosine) {}

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
        float last = nth(cosines, limit);
        List<Ranked> ranked = new ArrayList<>(Math.min(docs.length, limit + 1));
        Set<Float> seen = new HashSet<>();
        Set<Float> shared = new HashSet<>();
        for (int i = 0; i < docs.length; i++) {
            if (cosines[i] >= last) {
                ranked.add(new Ranked(docs[i], cosines[i]));
                if (!seen.add(cosines[i])) {
                    shared.add(cosines[i]);
                }
            }
        }
        // Reading an id unpacks a block of them, so only those are read that decide.
        Map<Integer, String> ids = ids(ranked.stream()
                .filter(r -> shared.contains(r.cosine))
                .mapToInt(Ranked::doc)
                .toArray());
        ranked.sort(
                Comparator.comparingDouble((Ranked r) -> -r.cosine).thenComparing(r -> ids.getOrDefault(r.doc, "")));
        return ranked.size() <= limit ? ranked : ranked.subList(0, limit);
    }

    private Map<Integer, String> ids(int[] docs) throws IOException {
        Map<Integer, String> ids = new HashMap<>();
        int next = 0;
        for (LeafReaderContext leaf : leaves) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            if (next == docs.length || docs[next] >= end) {
                continue;
            }
            SortedDocValues values = DocValues.getSorted(leaf.reader(), RowDocument.ID);
            for (; next < docs.length && docs[next] < end; next++) {
                values.advance(docs[next] - leaf.docBase);
                ids.put(docs[next], values.lookupOrd(values.ordValue()).utf8ToString());
            }
        }
        return ids;
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
