package io.patchrank.pipeline.config;

/** The stages that a process may run, in the order of the data flow. */
public enum Stage {
    WATCH,
    DECODE,
    EXTRACT,
    STORE,
    INDEX,
    SEARCH,
    RERANK
}
