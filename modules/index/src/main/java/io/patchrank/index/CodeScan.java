package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
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
 * view of the gallery has it. One query is spread over the cores that are free ({@link SharedWork}). Thread-safe.
 */
final class CodeScan {
    /** A merge has the codes of old and new segments in memory for a while. */
    private static final int SHARE_OF_HEAP = 4;

    /** About half a millisecond of work, against which handing it over to another core counts little. */
    static final int ROWS_OF_A_PART = 2 * SegmentCodes.CHUNK;

    private final Map<IndexReader.CacheKey, SegmentCodes> codes = new ConcurrentHashMap<>();

    /** Rows of a segment that one thread compares in one go. */
    private record Part(LeafReaderContext leaf, SegmentCodes codes, int from, int to) {}

    /** What one thread has found. */
    private record Found(FloatHeap best, Candidates candidates) {}

    /**
     * The documents that may be among the {@code limit} nearest, ascending.
     *
     * @param limit at least 1
     */
    int[] candidates(List<LeafReaderContext> leaves, String field, float[] query, int limit) throws IOException {
        Codes coded = Codes.of(query);
        List<Found> found = SharedWork.run(
                parts(leaves, field),
                () -> new Found(new FloatHeap(limit), new Candidates()),
                (part, mine) -> scan(part, field, coded, limit, mine));
        FloatHeap best = new FloatHeap(limit);
        for (Found one : found) {
            for (float bound : one.best.getHeap()) {
                best.offer(bound);
            }
        }
        float floor = best.size() < limit ? Float.NEGATIVE_INFINITY : best.peek();
        return Candidates.docsFrom(found.stream().map(Found::candidates).toList(), floor);
    }

    private List<Part> parts(List<LeafReaderContext> leaves, String field) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (LeafReaderContext leaf : leaves) {
            FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
            if (descriptors != null && descriptors.size() > 0) {
                SegmentCodes of = of(leaf, descriptors);
                for (int from = 0; from < of.rows(); from += ROWS_OF_A_PART) {
                    parts.add(new Part(leaf, of, from, Math.min(of.rows(), from + ROWS_OF_A_PART)));
                }
            }
        }
        return parts;
    }

    /** Any thread, with values of its own: Lucene's are for one. */
    private static void scan(Part part, String field, Codes query, int limit, Found mine) throws IOException {
        FloatVectorValues descriptors = part.leaf.reader().getFloatVectorValues(field);
        Bits live = part.leaf.reader().getLiveDocs();
        Bits counted = live == null ? new Bits.MatchAllBits(part.leaf.reader().maxDoc()) : live;
        part.codes.scan(
                query, part.from, part.to, descriptors, counted, part.leaf.docBase, limit, mine.best, mine.candidates);
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
