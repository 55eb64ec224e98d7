package io.patchrank.evaluation.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.protocol.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The global ranking of every query: gallery rows, best first, with their similarities. AMES keeps it as
 * {@code nn_*.pkl}, a tensor [2, queries, images] of similarities and rows. Immutable by convention: arrays are handed
 * out without a copy, since a million images make them large.
 */
public final class NeighbourLists {
    private final float[][] similarities;
    private final int[][] rows;

    private NeighbourLists(float[][] similarities, int[][] rows) {
        this.similarities = similarities;
        this.rows = rows;
    }

    /**
     * Takes the arrays over.
     *
     * @param subject file, for errors
     * @param similarities [queries][images]
     * @param rows [queries][images]
     * @param gallery number of gallery images
     * @throws PatchrankException BAD_REQUEST for lists of unequal length, a row out of range or twice in a list, or a
     *     similarity that is not a number, naming query and place
     */
    public static NeighbourLists of(String subject, float[][] similarities, int[][] rows, int gallery) {
        if (similarities.length != rows.length) {
            throw bad(subject, similarities.length + " queries have similarities, " + rows.length + " have rows");
        }
        for (int query = 0; query < rows.length; query++) {
            check(subject + ": query " + query, similarities[query], rows[query], gallery);
        }
        return new NeighbourLists(similarities, rows);
    }

    private static void check(String subject, float[] similarities, int[] rows, int gallery) {
        if (similarities.length != rows.length) {
            throw bad(subject, similarities.length + " similarities for " + rows.length + " rows");
        }
        BitSet seen = new BitSet();
        for (int place = 0; place < rows.length; place++) {
            int row = rows[place];
            if (row < 0 || row >= gallery) {
                throw bad(subject, "row " + row + " at place " + place + " is not one of " + gallery + " images");
            }
            if (seen.get(row)) {
                throw bad(subject, "row " + row + " stands twice in the list, again at place " + place);
            }
            if (Float.isNaN(similarities[place])) {
                throw bad(subject, "the similarity at place " + place + " is not a number");
            }
            seen.set(row);
        }
    }

    public int queries() {
        return rows.length;
    }

    /** Gallery rows of a query's list, best first; not to be changed. */
    public int[] rows(int query) {
        return rows[query];
    }

    /** Similarities of a query's list; not to be changed. */
    public float[] similarities(int query) {
        return similarities[query];
    }

    /** Only the first queries. */
    public NeighbourLists first(int queries) {
        return new NeighbourLists(Arrays.copyOf(similarities, queries), Arrays.copyOf(rows, queries));
    }

    /** The same with the images that {@code setting} sets aside behind all others; both parts keep their order. */
    public NeighbourLists asideLast(Setting setting) {
        List<float[]> moved = new ArrayList<>();
        List<int[]> order = new ArrayList<>();
        for (int query = 0; query < rows.length; query++) {
            BitSet aside = setting.aside().get(query);
            int kept = (int)
                    Arrays.stream(rows[query]).filter(row -> !aside.get(row)).count();
            float[] scores = new float[rows[query].length];
            int[] list = new int[rows[query].length];
            int front = 0;
            int back = kept;
            for (int place = 0; place < list.length; place++) {
                int to = aside.get(rows[query][place]) ? back++ : front++;
                list[to] = rows[query][place];
                scores[to] = similarities[query][place];
            }
            moved.add(scores);
            order.add(list);
        }
        return new NeighbourLists(moved.toArray(float[][]::new), order.toArray(int[][]::new));
    }

    private static PatchrankException bad(String subject, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, subject, message);
    }
}
