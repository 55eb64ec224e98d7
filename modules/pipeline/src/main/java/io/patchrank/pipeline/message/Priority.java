package io.patchrank.pipeline.message;

/** Who waits for the answer, the most urgent first: a large ingest does not starve people. */
public enum Priority {
    QUERY,
    /** Pictures to look at: many at once, each of them small work. */
    VIEW,
    INGEST
}
