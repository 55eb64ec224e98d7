package io.patchrank.testkit.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the gallery may hold of each image, by what was asked for and what was acknowledged. */
final class Ledger {
    private final Map<Integer, Set<Optional<Long>>> possible = new HashMap<>();
    private long acknowledged;

    /** Asked for: from now on either of both may be so. */
    void tried(Change change) {
        of(change.image()).add(change.outcome());
    }

    void acknowledged(Change change) {
        acknowledged++;
        settle(change.image(), change.outcome());
    }

    /** Seen after a restart: so it is, until something else is asked for. */
    void settle(int image, Optional<Long> content) {
        possible.put(image, new HashSet<>(Set.of(content)));
    }

    /** Contents that the image may have; an empty one stands for no image. */
    Set<Optional<Long>> of(int image) {
        return possible.computeIfAbsent(image, i -> new HashSet<>(Set.of(Optional.empty())));
    }

    long acknowledged() {
        return acknowledged;
    }
}
