package io.patchrank.models.registry;

import java.util.Locale;

/** What a model does: describe pictures, compare local descriptors, or choose them. */
public enum ModelKind {
    BACKBONE,
    RERANKER,
    DETECTOR;

    /** As files and people spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
