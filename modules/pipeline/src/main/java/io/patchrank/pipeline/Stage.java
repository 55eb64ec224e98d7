package io.patchrank.pipeline;

import java.util.Locale;

/** The stages that a process may run, in the order of the data flow. */
public enum Stage {
    WATCH,
    DECODE,
    EXTRACT,
    STORE,
    INDEX,
    RERANK,
    SEARCH;

    /** As configuration and bus addresses spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
