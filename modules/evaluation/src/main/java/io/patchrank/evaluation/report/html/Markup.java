package io.patchrank.evaluation.report.html;

import java.util.Locale;

/** HTML text. Everything that comes from a file name or a data file goes through {@link #text}. */
final class Markup {
    private final StringBuilder html = new StringBuilder();

    /** Adds markup as it stands, with values in the places of {@code %s} and so on; values must be markup already. */
    Markup raw(String format, Object... values) {
        html.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
        return this;
    }

    Markup text(String text) {
        html.append(escaped(text));
        return this;
    }

    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
