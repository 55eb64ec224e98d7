package io.patchrank.pickle;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's lists, tuples and keys as the pickle library represents them. */
final class PickleSequences {
    private PickleSequences() {}

    static boolean isList(@Nullable Object value) {
        return value instanceof List<?> || value instanceof Object[];
    }

    /** A list, or a tuple, which the library keeps as an array; not copied. */
    static List<?> list(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list;
            case Object[] tuple -> Collections.unmodifiableList(Arrays.asList(tuple));
            case null, default -> throw new ClassCastException("no list");
        };
    }

    static Object[] tuple(@Nullable Object value) {
        if (value instanceof Object[] tuple) {
            return tuple;
        }
        throw new ClassCastException("no tuple");
    }

    static long[] longs(@Nullable Object value) {
        List<?> list = list(value);
        long[] longs = new long[list.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = integer(list.get(i));
        }
        return longs;
    }

    static long integer(@Nullable Object value) {
        return switch (value) {
            case Integer i -> i;
            case Long l -> l;
            case null, default -> throw new ClassCastException("no integer");
        };
    }

    static void put(Map<Object, Object> dict, @Nullable Object key, @Nullable Object value) {
        dict.put(key(key), value);
    }

    /**
     * What may be a key or a member of a set: it must hash in bounded time, which a list that holds itself does not. A
     * tuple hashes by identity.
     */
    static @Nullable Object key(@Nullable Object key) {
        return switch (key) {
            case null -> null;
            case Integer i -> i.longValue();
            case Long l -> l;
            case BigInteger b -> b;
            case Double d -> d;
            case String s -> s;
            case Boolean b -> b;
            case byte[] bytes -> bytes;
            case Object[] tuple -> tuple;
            default -> throw new ClassCastException("no key");
        };
    }
}
