package io.patchrank.api.gallery;

import java.util.List;

/**
 * Which images a search may return, by source and metadata. A metadata field is named by its path, nested fields
 * joined by dots ({@code camera.model}). A field that holds a list matches when any of its values does.
 */
public sealed interface MetadataFilter {
    MetadataFilter ANY = new All(List.of());

    /** Every part matches; the empty list matches everything. */
    record All(List<MetadataFilter> parts) implements MetadataFilter {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one part matches; the empty list matches nothing. */
    record AnyOf(List<MetadataFilter> parts) implements MetadataFilter {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    record Not(MetadataFilter part) implements MetadataFilter {}

    /** The field has this value: a String, a Boolean or a Number (compared as double). */
    record Equals(String field, Object value) implements MetadataFilter {
        public Equals {
            if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
                throw new IllegalArgumentException(field + ": compare with a string, a number or a boolean");
            }
        }
    }

    /** The field is a number in {@code [from, to]}; use infinities for open ends. */
    record Range(String field, double from, double to) implements MetadataFilter {}

    record Exists(String field) implements MetadataFilter {}

    /** The source starts with these characters: all images of a folder. */
    record SourcePrefix(String prefix) implements MetadataFilter {}

    /**
     * Each word is contained in the source or in a value of the metadata, be it one of them or several. Case does not
     * matter, nor how a character is composed. No words match everything.
     */
    record Text(List<String> words) implements MetadataFilter {
        public Text {
            words = List.copyOf(words);
        }
    }
}
