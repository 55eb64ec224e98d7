package io.patchrank.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.hnsw.FloatHeap;

/**
 * An inverted file over the descriptors of one segment (Jégou, Douze and Schmid, "Product quantization for nearest
 * neighbor search", PAMI 2011, with 8-bit codes in place of product codes): similar descriptors share a list, and a query
 * reads the lists whose centroids are nearest. The codes tell each cosine within a bound (Cauchy and Schwarz: the error of
 * the product is at most the norm of what the codes leave out), so whoever reads all lists and compares by its floats what
 * may be among the nearest misses nothing. Immutable and thread-safe.
 */
final class InvertedLists {
    /** Of those lists that lie in the nearest groups so many times as many rows as are wanted are looked at. */
    private static final int BREADTH = 16;

    /** Steps of the cosine in which lists are told apart before they are sorted. */
    private static final int BINS = 4096;

    /** Rows whose products are computed together. */
    private static final int BLOCK = 64;
    /** Descriptors have length 1 within {@link UnitVectors}' tolerance. */
    private static final float LONGEST = 1.01f;
    /** Rounding of the floats in which bounds and cosines are computed. */
    private static final float ROUNDING = 1e-5f;

    private final ListsHead head;
    private final IndexInput in;
    private final int width;

    /** @param in of the lists; stays open as long as this is used */
    InvertedLists(ListsHead head, IndexInput in) {
        this.head = head;
        this.in = in;
        this.width = Codes.padded(head.dimension());
    }

    int count() {
        return head.ends().length;
    }

    int rows() {
        return head.rows();
    }

    int rows(int list) {
        return head.size(list);
    }

    int[] all() {
        int[] all = new int[count()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /**
     * The lists whose centroids are nearest to the query, the nearest first; all in any order where all are wanted.
     *
     * @param rows that they have, at least, if there are so many
     */
    int[] nearest(Codes query, long rows) {
        if (rows >= rows()) {
            return all();
        }
        long[] groups = new long[head.groups().count()];
        pack(head.groups().cosines(query, 0, groups.length), 0, groups, 0);
        Arrays.sort(groups);
        long[] lists = new long[count()];
        int filled = 0;
        long seen = 0;
        for (int i = groups.length - 1; i >= 0 && seen < BREADTH * rows; i--) {
            int from = head.firstList(place(groups[i]));
            int to = head.firstList(place(groups[i]) + 1);
            pack(head.lists().cosines(query, from, to), from, lists, filled);
            filled += to - from;
            seen += head.firstRow(to) - head.firstRow(from);
        }
        return first(Arrays.copyOf(lists, filled), rows);
    }

    /** Those of the largest cosines that have so many rows together. Only they are sorted, a few of thousands. */
    private int[] first(long[] lists, long rows) {
        long[] rowsOf = new long[BINS];
        for (long list : lists) {
            rowsOf[bin(list)] += head.size(place(list));
        }
        int last = BINS - 1;
        for (long seen = rowsOf[last]; last > 0 && seen < rows; seen += rowsOf[last]) {
            last--;
        }
        int floor = last;
        return Arrays.stream(lists)
                .filter(list -> bin(list) >= floor)
                .map(list -> -list)
                .sorted()
                .mapToInt(list -> place(-list))
                .toArray();
    }

    /** Cosines with the places that they belong to, from {@code first} on, as numbers that ascend with the cosine. */
    private static void pack(float[] cosines, int first, long[] to, int at) {
        for (int i = 0; i < cosines.length; i++) {
            to[at + i] = ((long) NumericUtils.floatToSortableInt(cosines[i]) << Integer.SIZE) | (first + i);
        }
    }

    private static int place(long packed) {
        return (int) packed;
    }

    private static int bin(long packed) {
        float cosine = NumericUtils.sortableIntToFloat((int) (packed >> Integer.SIZE));
        return Math.clamp((int) ((cosine + 1) * (BINS / 2)), 0, BINS - 1);
    }

    /**
     * Adds those rows of some lists that may be among the {@code limit} nearest of all.
     *
     * @param accepted documents of the segment
     * @param best the largest lower bounds of the cosines so far, {@code limit} at most
     * @param candidates get document numbers of the reader, and the upper bound of the cosine
     */
    void scan(
            int[] lists,
            Codes query,
            FloatVectorValues descriptors,
            Bits accepted,
            int docBase,
            int limit,
            FloatHeap best,
            Candidates candidates)
            throws IOException {
        IndexInput rows = in.clone();
        byte[] codes = new byte[BLOCK * width];
        int[] numbers = new int[BLOCK * ListBuffer.NUMBERS];
        int[] dots = new int[BLOCK];
        float queryError = query.error() * LONGEST + ROUNDING;
        float queryLength = (float) query.length();
        for (int list : lists) {
            int size = head.size(list);
            long start = head.start() + (long) head.firstRow(list) * (width + ListBuffer.NUMBERS * Integer.BYTES);
            for (int first = 0; first < size; first += BLOCK) {
                int count = Math.min(BLOCK, size - first);
                rows.seek(start + (long) first * width);
                rows.readBytes(codes, 0, count * width);
                rows.seek(start + (long) size * width + (long) first * ListBuffer.NUMBERS * Integer.BYTES);
                rows.readInts(numbers, 0, count * ListBuffer.NUMBERS);
                CodeKernel.dots(query.codes(), codes, 0, dots, count);
                for (int i = 0; i < count; i++) {
                    float scale = Float.intBitsToFloat(numbers[ListBuffer.NUMBERS * i]);
                    float error = Float.intBitsToFloat(numbers[ListBuffer.NUMBERS * i + 1]);
                    float about = dots[i] * (query.scale() * scale);
                    float bound = queryError + queryLength * error;
                    if (best.size() < limit || about + bound >= best.peek()) {
                        int doc = descriptors.ordToDoc(numbers[ListBuffer.NUMBERS * i + 2]);
                        if (accepted.get(doc)) {
                            best.offer(about - bound);
                            candidates.add(docBase + doc, about + bound);
                        }
                    }
                }
            }
        }
    }
}
