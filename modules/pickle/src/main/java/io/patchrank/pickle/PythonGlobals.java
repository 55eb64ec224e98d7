package io.patchrank.pickle;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Python's own classes that hold data. Those of Python 2 have another module name. */
final class PythonGlobals {
    private static final long ENTRY_BYTES = 64;

    private final Allowance allowance;

    private PythonGlobals(Allowance allowance) {
        this.allowance = allowance;
    }

    static void addTo(Map<String, Object> known, Allowance allowance) {
        PythonGlobals python = new PythonGlobals(allowance);
        put(known, "collections.OrderedDict", python::dict);
        // The default of a missing key is behaviour, not data.
        put(known, "collections.defaultdict", arguments -> new LinkedHashMap<>());
        put(known, "_codecs.encode", python::encode);
        for (String module : List.of("builtins.", "__builtin__.")) {
            put(known, module + "dict", python::dict);
            put(known, module + "list", arguments -> python.copy(arguments));
            put(known, module + "set", python::set);
            put(known, module + "frozenset", python::set);
            put(known, module + "bytearray", python::encode);
            put(known, module + "bytes", python::encode);
        }
    }

    static void put(Map<String, Object> known, String name, PickleFunction.Body body) {
        known.put(name, new PickleFunction(name, body));
    }

    private Object dict(Object[] arguments) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        for (Object pair : arguments.length == 0 ? List.of() : copy(arguments)) {
            List<?> keyAndValue = PickleSequences.list(pair);
            PickleSequences.put(dict, keyAndValue.get(0), keyAndValue.get(1));
        }
        return dict;
    }

    private List<Object> copy(Object[] arguments) {
        if (arguments.length == 0) {
            return new ArrayList<>();
        }
        List<?> items = PickleSequences.list(arguments[0]);
        allowance.charge(ENTRY_BYTES * items.size());
        return new ArrayList<>(items);
    }

    private Object set(Object[] arguments) {
        Set<Object> set = new LinkedHashSet<>();
        copy(arguments).forEach(item -> set.add(PickleSequences.key(item)));
        return set;
    }

    /** Protocols before 3 write bytes as text, where each character is a byte, and encode it. */
    private byte[] encode(Object[] arguments) {
        if (arguments.length == 0) {
            return new byte[0];
        }
        if (arguments[0] instanceof byte[] bytes) {
            return bytes;
        }
        String text = (String) arguments[0];
        Charset charset = charset((String) arguments[1]);
        allowance.charge(text.length() * (charset == StandardCharsets.UTF_8 ? 3L : 1L));
        return text.getBytes(charset);
    }

    private static Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "latin1", "latin-1", "iso-8859-1" -> StandardCharsets.ISO_8859_1;
            case "ascii" -> StandardCharsets.US_ASCII;
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
