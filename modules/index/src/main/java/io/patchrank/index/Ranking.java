package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
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

    private Ranking() {}

    /**
     * A document in its place.
     *
     * @param doc number in the reader
     * @param cosine of query and descriptor; rounding may take it past 1
     */
    record Ranked(int doc, String id, float cosine) {}

    /**
     * The {@code limit} best of the documents.
     *
     * @param docs with a descriptor, ascending
     */
    static List<Ranked> best(List<LeafReaderContext> leaves, String field, float[] query, int[] docs, int limit)
            throws IOException {
        List<Ranked> ranked = new ArrayList<>(docs.length);
        int next = 0;
        for (LeafReaderContext leaf : leaves) {
            int end = leaf.docBase + leaf.reader().maxDoc();
            if (next == docs.length || docs[next] >= end) {
                continue;
            }
            FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
            KnnVectorValues.DocIndexIterator rows = descriptors.iterator();
            SortedDocValues ids = DocValues.getSorted(leaf.reader(), RowDocument.ID);
            for (; next < docs.length && docs[next] < end; next++) {
                int doc = docs[next] - leaf.docBase;
                rows.advance(doc);
                ids.advance(doc);
                float cosine = Cosine.of(query, descriptors.vectorValue(rows.index()));
                ranked.add(new Ranked(docs[next], ids.lookupOrd(ids.ordValue()).utf8ToString(), cosine));
            }
        }
        ranked.sort(BEST_FIRST);
        return ranked.size() <= limit ? ranked : ranked.subList(0, limit);
    }
}
