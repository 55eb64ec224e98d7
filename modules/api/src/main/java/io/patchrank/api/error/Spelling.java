package io.patchrank.api.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which name a mistyped one was likely meant to be. */
public final class Spelling {
    private static final int SUGGESTIONS = 3;

    private Spelling() {}

    /** Letters to insert, remove or replace (Levenshtein). */
    public static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    /** Names that differ from {@code name} by a typing error or a part left out, the nearest first; three at most. */
    public static List<String> near(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        int tolerance = Math.max(2, name.length() / 4);
        return known.stream()
                .filter(k -> distance(lower, k) <= tolerance || lower.length() > 2 && k.contains(lower))
                .sorted(Comparator.comparingInt((String k) -> distance(lower, k))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .toList();
    }
}
