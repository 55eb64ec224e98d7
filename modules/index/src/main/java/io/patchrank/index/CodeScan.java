package io.patchrank.index;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * Exact search over {@link SegmentCodes}, which are made of a segment when it is first searched and kept as long as a
 * view of the gallery has it. Thread-safe.
 */
final class CodeScan {
    /** A merge has the codes of old and new segments in memory for a while. */
    private static final int SHARE_OF_HEAP = 4;

    private final Map<IndexReader.CacheKey, SegmentCodes> codes = new ConcurrentHashMap<>();

    /**
     * The documents that may be among the {@code limit} nearest, ascending.
     *
     * @param limit at least 1
     */
    int[] candidates(List<LeafReaderContext> leaves, String field, float[] query, int limit) throws IOException {
        Codes coded = Codes.of(query);
        FloatHeap best = new FloatHeap(limit);
        Candidates candidates = new Candidates();
        for (LeafReaderContext leaf : leaves) {
            FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
            if (descriptors != null && descriptors.size() > 0) {
                Bits live = leaf.reader().getLiveDocs();
                Bits counted =
                        live == null ? new Bits.MatchAllBits(leaf.reader().maxDoc()) : live;
                of(leaf, descriptors).scan(coded, descriptors, counted, leaf.docBase, limit, best, candidates);
            }
        }
        return candidates.docsFrom(best.size() < limit ? Float.NEGATIVE_INFINITY : best.peek());
    }

    private SegmentCodes of(LeafReaderContext leaf, FloatVectorValues descriptors) throws IOException {
        IndexReader.CacheHelper segment = leaf.reader().getCoreCacheHelper();
        SegmentCodes known = codes.get(segment.getKey());
        if (known != null) {
            return known;
        }
        SegmentCodes made = SegmentCodes.of(descriptors);
        SegmentCodes other = codes.putIfAbsent(segment.getKey(), made);
        if (other != null) {
            return other;
        }
        segment.addClosedListener(codes::remove);
        return made;
    }

    /** Whether this JVM has the kernel, and memory for the codes of so many descriptors. */
    static boolean serves(int descriptors, int dimension) {
        long bytes = (long) descriptors * (SegmentCodes.padded(dimension) + 2 * Float.BYTES);
        return SegmentCodes.isSupported() && bytes <= Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }
}
