package io.patchrank.pipeline.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One key as a source gave it, before it has a type.
 *
 * @param text as written; for a list, its items in brackets
 * @param items of a list; of a plain value, its parts between commas
 * @param list whether the source gave a list
 * @param origin where it stands, for people: {@code default}, {@code line 12}, {@code environment variable NAME}
 */
public record Setting(String key, String text, List<String> items, boolean list, String origin) {
    public Setting {
        items = List.copyOf(items);
    }

    private static final String DEFAULT = "default";
    private static final Pattern SECRET = Pattern.compile("(.*[.-])?tokens?");

    /** The text for people to see: of a key that holds tokens, only whether it is set. */
    public String shown() {
        return SECRET.matcher(key).matches() && !text.isEmpty() ? "(set)" : text;
    }

    /** Whether no source set the key. */
    public boolean isDefault() {
        return origin.equals(DEFAULT);
    }

    static Setting byDefault(String key, String text) {
        return plain(key, text, DEFAULT);
    }

    static Setting plain(String key, String text, String origin) {
        List<String> items = Stream.of(text.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        return new Setting(key, text, items, false, origin);
    }

    static Setting list(String key, List<String> items, String origin) {
        return new Setting(key, items.toString(), items, true, origin);
    }
}
