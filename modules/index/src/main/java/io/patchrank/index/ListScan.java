package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * Search in the {@link InvertedLists} of all segments: in all of them, which is exact, or in the nearest ones. One query
 * is spread over the cores that are free ({@link SharedWork}). Immutable and thread-safe.
 */
final class ListScan {
    /** About half a millisecond of work, against which handing it over to another core counts little. */
    static final int ROWS_OF_A_PART = 8192;

    private static final int USUAL = 100_000;

    /** Ten times as many descriptors need two thirds of the share for the same recall. */
    private static final double THINNING = 0.17;

    private final String field;
    private final List<Segment> segments;

    /** The lists of one segment. */
    private record Segment(LeafReaderContext leaf, InvertedLists lists) {}

    /** Lists of a segment that one thread compares in one go. */
    private record Part(Segment segment, int[] lists) {}

    /** What one thread has found. */
    private record Found(FloatHeap best, Candidates candidates) {}

    /** Which documents of a segment count. */
    interface Accepted {
        Bits of(LeafReaderContext segment) throws IOException;
    }

    private ListScan(String field, List<Segment> segments) {
        this.field = field;
        this.segments = segments;
    }

    /** Empty when a segment has descriptors without lists, or this JVM was started without the module of the kernel. */
    static Optional<ListScan> of(List<LeafReaderContext> leaves, String field) throws IOException {
        if (!isSupported()) {
            return Optional.empty();
        }
        List<Segment> segments = new ArrayList<>();
        for (LeafReaderContext leaf : leaves) {
            FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
            if (descriptors != null && descriptors.size() > 0) {
                InvertedLists lists = IvfVectorsReader.lists(leaf.reader(), field);
                if (lists == null) {
                    return Optional.empty();
                }
                segments.add(new Segment(leaf, lists));
            }
        }
        return Optional.of(new ListScan(field, segments));
    }

    static boolean isSupported() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * The documents that may be among the {@code limit} nearest, ascending; all that are.
     *
     * @param limit at least 1
     */
    int[] exact(float[] query, int limit) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Segment segment : segments) {
            divide(segment, segment.lists.all(), parts);
        }
        return scan(parts, Codes.of(query), limit, ListScan::live);
    }

    /**
     * As {@link #exact}, of those in the nearest lists of each segment.
     *
     * @param probe share of the descriptors in these lists, for a segment of {@value #USUAL}. The more descriptors, the
     *     nearer are the nearest of them, so larger segments need less of them to find as many.
     */
    int[] nearest(float[] query, int limit, double probe, Accepted accepted) throws IOException {
        Codes coded = Codes.of(query);
        List<Part> parts = new ArrayList<>();
        for (Segment segment : segments) {
            int all = segment.lists.rows();
            double share = probe * Math.pow((double) USUAL / all, THINNING);
            divide(segment, segment.lists.nearest(coded, Math.max(ROWS_OF_A_PART, (long) (all * share))), parts);
        }
        return scan(parts, coded, limit, accepted);
    }

    private static void divide(Segment segment, int[] lists, List<Part> parts) {
        int from = 0;
        int rows = 0;
        for (int i = 0; i < lists.length; i++) {
            rows += segment.lists.rows(lists[i]);
            if (rows >= ROWS_OF_A_PART || i == lists.length - 1) {
                parts.add(new Part(segment, Arrays.copyOfRange(lists, from, i + 1)));
                from = i + 1;
                rows = 0;
            }
        }
    }

    private int[] scan(List<Part> parts, Codes query, int limit, Accepted accepted) throws IOException {
        List<Found> found = SharedWork.run(
                parts,
                () -> new Found(new FloatHeap(limit), new Candidates()),
                (part, mine) -> scan(part, query, limit, accepted, mine));
        FloatHeap best = new FloatHeap(limit);
        for (Found one : found) {
            for (float bound : one.best.getHeap()) {
                best.offer(bound);
            }
        }
        float floor = best.size() < limit ? Float.NEGATIVE_INFINITY : best.peek();
        return Candidates.docsFrom(found.stream().map(Found::candidates).toList(), floor);
    }

    /** Any thread, with values of its own: Lucene's are for one. */
    private void scan(Part part, Codes query, int limit, Accepted accepted, Found mine) throws IOException {
        LeafReaderContext leaf = part.segment.leaf;
        FloatVectorValues descriptors = leaf.reader().getFloatVectorValues(field);
        part.segment.lists.scan(
                part.lists, query, descriptors, accepted.of(leaf), leaf.docBase, limit, mine.best, mine.candidates);
    }

    static Bits live(LeafReaderContext leaf) {
        Bits live = leaf.reader().getLiveDocs();
        return live == null ? new Bits.MatchAllBits(leaf.reader().maxDoc()) : live;
    }
}
