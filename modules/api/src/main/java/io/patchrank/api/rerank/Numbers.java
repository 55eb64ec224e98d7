package io.patchrank.api.rerank;

import java.util.Locale;

/** Numbers in explanations: the same in every language setting. */
public final class Numbers {
    private Numbers() {}

    /** With three digits behind the point. */
    public static String plain(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** With five digits behind the point, for what is small. */
    public static String fine(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
