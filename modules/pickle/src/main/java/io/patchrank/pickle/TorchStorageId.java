package io.patchrank.pickle;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a torch pickle refers to a storage: {@code ("storage", class, key, device, elements)}, in the older format with
 * {@code (view key, offset, elements)} at the end, or None.
 */
record TorchStorageId(ElementType type, String key, long elements, Optional<View> view) {
    /** A part of the storage, in elements. */
    record View(long offset, long elements) {}

    private static final int WITHOUT_VIEW = 5;

    static TorchStorageId parse(Origin origin, @Nullable Object id) {
        try {
            List<?> parts = PickleSequences.list(id);
            if (!"storage".equals(parts.getFirst()) || !(parts.get(2) instanceof String key)) {
                throw origin.invalid("refers to something outside that is no storage of a tensor; refused");
            }
            return new TorchStorageId(
                    ((StorageClass) parts.get(1)).type(),
                    key,
                    PickleSequences.integer(parts.get(4)),
                    parts.size() > WITHOUT_VIEW ? view(parts.get(WITHOUT_VIEW)) : Optional.empty());
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw origin.invalid("refers to something outside that is no storage of a tensor; refused", e);
        }
    }

    private static Optional<View> view(@Nullable Object metadata) {
        if (metadata == null) {
            return Optional.empty();
        }
        List<?> parts = PickleSequences.list(metadata);
        return Optional.of(new View(PickleSequences.integer(parts.get(1)), PickleSequences.integer(parts.get(2))));
    }
}
