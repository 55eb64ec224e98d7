package io.patchrank.rerank;

import java.util.Arrays;

/**
 * What each query row found in one candidate.
 *
 * @param cosine similarity of query row i to its nearest candidate row, [n]; -1 where the candidate has no rows
 * @param partner the candidate row that is nearest to query row i and has i as its own nearest, [n]; -1 where there is
 *     none. No candidate row appears twice
 */
record Matches(float[] cosine, int[] partner) {
    static final int NONE = -1;

    /** What rows find in an image without descriptors. */
    static Matches none(int queryRows) {
        Matches none = new Matches(new float[queryRows], new int[queryRows]);
        Arrays.fill(none.cosine, -1);
        Arrays.fill(none.partner, NONE);
        return none;
    }

    /** Query rows, matched or not. */
    int queryRows() {
        return cosine.length;
    }

    /** Whether row i and its nearest are mutual, and closer than the threshold. */
    boolean matched(int i, float threshold) {
        return partner[i] != NONE && cosine[i] > threshold;
    }

    int count(float threshold) {
        int count = 0;
        for (int i = 0; i < cosine.length; i++) {
            if (matched(i, threshold)) {
                count++;
            }
        }
        return count;
    }
}
