package io.patchrank.pipeline.config;

import java.util.Locale;

/** The stages that a process may run, in the order of the data flow. */
public enum Stage {
    WATCH,
    DECODE,
    EXTRACT,
    STORE,
    INDEX,
    SEARCH,
    RERANK,
    WEB;

    /** As configuration and messages spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #key()}. */
    public static Stage ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
