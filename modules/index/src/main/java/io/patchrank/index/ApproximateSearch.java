package io.patchrank.index;

import java.util.Locale;

/** How large galleries are searched. */
public enum ApproximateSearch {
    /** An inverted file: the lists nearest to the query are read. Built in passing. */
    IVF,
    /** A graph of neighbours is walked. Takes long to build. */
    HNSW;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
