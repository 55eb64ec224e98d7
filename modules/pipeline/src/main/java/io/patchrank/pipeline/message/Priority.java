package io.patchrank.pipeline.message;

/** Who waits for the answer. Queries go first, so that a large ingest does not starve people. */
public enum Priority {
    QUERY,
    INGEST
}
