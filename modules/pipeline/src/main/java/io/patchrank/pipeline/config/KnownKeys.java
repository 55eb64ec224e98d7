package io.patchrank.pipeline.config;

import io.patchrank.api.error.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Names that may be used, and the one that a mistyped name was likely meant to be. */
final class KnownKeys {
    private final List<String> names;

    KnownKeys(List<String> names) {
        this.names = List.copyOf(names);
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    boolean isSection(String name) {
        return names.stream().anyMatch(n -> n.startsWith(name + "."));
    }

    /** What is wrong with a name that is not known. */
    String unknown(String name) {
        if (isSection(name)) {
            return "is a section and takes no value of its own";
        }
        return "unknown key"
                + nearest(name)
                        .map(n -> "; did you mean " + n + "?")
                        .orElse("; configs/all-in-one.yaml lists all keys");
    }

    private Optional<String> nearest(String name) {
        return names.stream()
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .filter(known -> distance(name, known) <= Math.max(2, name.length() / 4));
    }

    /** A key without its section is as near as one typing error. */
    private static int distance(String name, String known) {
        int whole = Spelling.distance(name, known);
        String last = known.substring(known.lastIndexOf('.') + 1);
        return Math.min(whole, Spelling.distance(name.substring(name.lastIndexOf('.') + 1), last) + 1);
    }
}
