package io.patchrank.evaluation.metrics;

import java.util.BitSet;

/**
 * What one query should find: the gallery rows that count as found, and those that are passed over. Immutable.
 */
public final class Relevance {
    private final BitSet positive;
    private final BitSet junk;
    private final int positives;

    private Relevance(BitSet positive, BitSet junk) {
        this.positive = positive;
        this.junk = junk;
        this.positives = positive.cardinality();
    }

    /** Both are copied; a row in both is junk. */
    public static Relevance of(BitSet positive, BitSet junk) {
        return new Relevance((BitSet) positive.clone(), (BitSet) junk.clone());
    }

    public boolean isPositive(int row) {
        return positive.get(row);
    }

    public boolean isJunk(int row) {
        return junk.get(row);
    }

    /** How many rows should be found. */
    public int positives() {
        return positives;
    }
}
