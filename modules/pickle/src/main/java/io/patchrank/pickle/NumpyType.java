package io.patchrank.pickle;

import java.util.Map;
import java.util.Optional;

/** A numpy dtype: kind, size and byte order. {@code numpy.dtype('f4')} first, its byte order follows in a BUILD. */
final class NumpyType {
    private static final Map<String, ElementType> NUMBERS = Map.ofEntries(
            Map.entry("f8", ElementType.FLOAT64),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("i8", ElementType.INT64),
            Map.entry("i4", ElementType.INT32),
            Map.entry("i2", ElementType.INT16),
            Map.entry("i1", ElementType.INT8),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("b1", ElementType.BOOL));

    private final String name;
    private final char kind;
    private final int width;
    private boolean bigEndian;

    /** @throws RuntimeException for types that hold no numbers, texts or objects */
    NumpyType(String text) {
        // Order marks are written apart, but numpy.dtype takes them in the name as well.
        bigEndian = text.startsWith(">");
        name = text.replaceFirst("^[<>=|]", "");
        kind = name.charAt(0);
        width = Integer.parseInt(name.substring(1));
        if (width < 0 || !(NUMBERS.containsKey(name) || kind == 'U' || kind == 'S' || kind == 'O')) {
            throw new IllegalArgumentException("numpy type " + text);
        }
    }

    /** {@code (version, byte order, subtype, names, fields, ...)}; a type with fields is none of ours. */
    void setState(Object[] state) {
        if (state[2] != null || state[3] != null || state[4] != null) {
            throw new IllegalArgumentException("numpy type with fields");
        }
        bigEndian = ">".equals(state[1]);
    }

    /** Empty for texts and objects. */
    Optional<ElementType> number() {
        return Optional.ofNullable(NUMBERS.get(name));
    }

    boolean isObject() {
        return kind == 'O';
    }

    /** UTF-32. */
    boolean isUnicode() {
        return kind == 'U';
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    /** Bytes of one element; numpy counts those of {@code U} in characters. */
    int bytes() {
        return isUnicode() ? Math.multiplyExact(4, width) : width;
    }

    @Override
    public String toString() {
        return name;
    }
}
