package io.patchrank.index;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;

/**
 * How metadata is indexed for filters. Strings, booleans and the presence of a field are terms {@code path NUL kind
 * value} of one Lucene field, numbers are points of one Lucene field a path (ranges need it).
 */
final class MetadataTerms {
    private static final String TERMS = "metadata.terms";
    private static final String NUMBERS = "metadata.number.";
    private static final char END_OF_PATH = '\0';
    private static final int MAX_PATH = 1024;
    private static final int MAX_DEPTH = 100;
    /** Longer values are indexed by their digest; Lucene takes terms of up to 32,766 bytes. */
    private static final int MAX_LITERAL = 4096;

    private MetadataTerms() {}

    static Term string(String path, String value) {
        boolean literal = value.length() <= MAX_LITERAL;
        return term(path, literal ? 's' : 'h', literal ? value : sha256(value));
    }

    static Term bool(String path, boolean value) {
        return term(path, 'b', Boolean.toString(value));
    }

    static Term presence(String path) {
        return term(path, 'e', "");
    }

    static String numberField(String path) {
        return NUMBERS + path;
    }

    /** The same for 0.0 and -0.0, which Lucene's points tell apart. */
    static double point(double value) {
        return value + 0.0;
    }

    /**
     * Adds the fields that filters look at.
     *
     * @throws PatchrankException {@code BAD_REQUEST} for what is no JSON value
     */
    static void index(Map<String, Object> metadata, Document document) {
        metadata.forEach((key, value) -> index(checked(key), value, 1, document));
    }

    private static void index(String path, @Nullable Object value, int depth, Document document) {
        if (depth > MAX_DEPTH) {
            throw refused(path, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        switch (value) {
            case null -> {}
            case String s -> {
                add(presence(path), document);
                add(string(path, s), document);
            }
            case Boolean b -> {
                add(presence(path), document);
                add(bool(path, b), document);
            }
            case Number n -> {
                if (!Double.isFinite(n.doubleValue())) {
                    throw refused(path, "is no JSON number: " + n);
                }
                add(presence(path), document);
                document.add(new DoublePoint(numberField(path), point(n.doubleValue())));
            }
            case List<?> list -> {
                for (Object element : list) {
                    index(path, element, depth + 1, document);
                }
            }
            case Map<?, ?> map -> {
                add(presence(path), document);
                map.forEach((key, v) -> index(checked(path + '.' + key), v, depth + 1, document));
            }
            default ->
                throw refused(path, "is no JSON value: " + value.getClass().getName());
        }
    }

    private static String checked(String path) {
        if (path.length() > MAX_PATH || path.indexOf(END_OF_PATH) >= 0) {
            throw refused(
                    path.substring(0, Math.min(path.length(), 64)),
                    "a field's path has at most " + MAX_PATH + " characters and no NUL");
        }
        return path;
    }

    private static void add(Term term, Document document) {
        document.add(new StringField(term.field(), term.bytes(), Field.Store.NO));
    }

    private static Term term(String path, char kind, String value) {
        return new Term(TERMS, path + END_OF_PATH + kind + value);
    }

    private static PatchrankException refused(String path, String why) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, "metadata." + path, why);
    }

    private static String sha256(String value) {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
