package io.patchrank.index;

import io.patchrank.api.gallery.GalleryImage;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The words that people find a row by: its source and the values of its metadata, in lower case. */
final class RowText {
    /** No word holds it, so none is found across two values. */
    private static final char END_OF_VALUE = '\n';

    private RowText() {}

    static BytesRef of(GalleryImage image) {
        StringBuilder text = new StringBuilder(image.source());
        append(image.metadata().values(), text);
        return folded(text.toString());
    }

    private static void append(Collection<?> values, StringBuilder text) {
        values.forEach(value -> append(value, text));
    }

    private static void append(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> append(map.values(), text);
            case List<?> list -> append(list, text);
            default -> text.append(END_OF_VALUE).append(value);
        }
    }

    /** The same for capitals and small letters, and for letters with accents composed in one way or another. */
    static BytesRef folded(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return new BytesRef(composed.getBytes(StandardCharsets.UTF_8));
    }

    static boolean contains(BytesRef text, BytesRef word) {
        int last = text.offset + text.length - word.length;
        for (int start = text.offset; start <= last; start++) {
            if (text.bytes[start] == word.bytes[word.offset] && matchesAt(text, start, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAt(BytesRef text, int start, BytesRef word) {
        for (int i = 1; i < word.length; i++) {
            if (text.bytes[start + i] != word.bytes[word.offset + i]) {
                return false;
            }
        }
        return true;
    }
}
