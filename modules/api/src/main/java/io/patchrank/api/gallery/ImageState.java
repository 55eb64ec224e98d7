package io.patchrank.api.gallery;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;

/** The one state that an image of the gallery is in. */
public sealed interface ImageState {
    /** Seen, its features not yet durable. Redone after a restart. */
    record Pending() implements ImageState {}

    /** Searchable. */
    record Indexed(String modelFingerprint, FeatureKey features) implements ImageState {}

    /** Refused; stays so until the file changes or a retry is asked for. */
    record Rejected(ErrorCode code, String reason) implements ImageState {}

    /** Taken out of the gallery; kept as a record, found by no search. */
    record Removed() implements ImageState {}

    /** The states by name, as users see and count them. */
    enum Kind {
        PENDING,
        INDEXED,
        REJECTED,
        REMOVED
    }

    default Kind kind() {
        return switch (this) {
            case Pending p -> Kind.PENDING;
            case Indexed i -> Kind.INDEXED;
            case Rejected r -> Kind.REJECTED;
            case Removed r -> Kind.REMOVED;
        };
    }
}
