package io.patchrank.models.registry;

import java.util.Set;

/**
 * Terms of the weights.
 *
 * @param text SPDX identifier where there is one, else in words
 * @param page where to read about it
 */
public record Licence(String text, String page) {
    private static final Set<String> PERMISSIVE =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "CC0-1.0", "CC-BY-4.0");

    /** Whether the terms allow any use, so that a user need not accept them first. What is not known is not. */
    public boolean permissive() {
        return PERMISSIVE.contains(text);
    }

    @Override
    public String toString() {
        return text + " (" + page + ")";
    }
}
