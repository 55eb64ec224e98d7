package io.patchrank.pickle;

import io.patchrank.api.error.PatchrankException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value read from a pickle, asked for as what it should be: {@code root.get("gnd").at(3).get("easy").longs()}. What is
 * missing or of another kind fails with a {@link PatchrankException} that names the file and the place, such as
 * {@code gnd[3].easy}.
 */
public final class PickledValue {
    private final Origin origin;
    private final String path;
    private final @Nullable Object value;

    private PickledValue(Origin origin, String path, @Nullable Object value) {
        this.origin = origin;
        this.path = path;
        this.value = value;
    }

    static PickledValue root(Origin origin, @Nullable Object value) {
        return new PickledValue(origin, "", value);
    }

    /** The file, for messages. */
    public String subject() {
        return origin.subject();
    }

    /** The place in the file, empty for the whole. */
    public String path() {
        return path;
    }

    public boolean isNone() {
        return value == null;
    }

    public boolean isDict() {
        return value instanceof Map<?, ?>;
    }

    /** Whether this is a list, tuple, set, or numpy array of texts or objects. */
    public boolean isList() {
        return items().isPresent();
    }

    /** Whether this is a torch tensor, a torch storage or a numpy array of numbers. */
    public boolean isTensor() {
        return value instanceof StoredTensor || value instanceof Storage || content() instanceof StoredTensor;
    }

    public boolean isText() {
        return value instanceof String;
    }

    /** The entry of a dict. */
    public PickledValue get(String key) {
        return find(key).orElseThrow(() -> wrong("has no key " + key));
    }

    /** The entry of a dict, if it has it. */
    public Optional<PickledValue> find(String key) {
        Map<?, ?> dict = dict();
        return dict.containsKey(key)
                ? Optional.of(new PickledValue(origin, path.isEmpty() ? key : path + "." + key, dict.get(key)))
                : Optional.empty();
    }

    /** The keys of a dict that are texts, in its order. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        for (Object key : dict().keySet()) {
            if (key instanceof String text) {
                keys.add(text);
            }
        }
        return keys;
    }

    /** The items of a list, tuple, set, or one-dimensional numpy array of texts or objects. */
    public List<PickledValue> list() {
        List<?> items = items().orElseThrow(() -> wrong("is no list but " + kind()));
        List<PickledValue> values = new ArrayList<>(items.size());
        for (Object item : items) {
            values.add(new PickledValue(origin, path + "[" + values.size() + "]", item));
        }
        return values;
    }

    public PickledValue at(int index) {
        List<PickledValue> items = list();
        if (index < 0 || index >= items.size()) {
            throw wrong("has " + items.size() + " items, not item " + index);
        }
        return items.get(index);
    }

    public StoredTensor tensor() {
        return switch (value) {
            case StoredTensor tensor -> tensor;
            case Storage storage -> StoredTensor.rowMajor(origin, storage, storage.elements());
            case NumpyArray array when array.content() instanceof StoredTensor tensor -> tensor;
            case null, default -> throw wrong("is no tensor but " + kind());
        };
    }

    /** An integer; of Python's any length, so it may not fit. */
    public long asLong() {
        return switch (value) {
            case Integer i -> i;
            case Long l -> l;
            case null, default -> throw wrong("is no integer of 64 bits but " + kind());
        };
    }

    /** A number of any kind. */
    public double asDouble() {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong("is no number but " + kind());
    }

    public boolean asBoolean() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw wrong("is no boolean but " + kind());
    }

    public String asText() {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("is no text but " + kind());
    }

    public byte[] asBytes() {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw wrong("is no bytes but " + kind());
    }

    /** Integers, from a list of them or a tensor of an integer type, row-major. */
    public long[] longs() {
        if (isTensor()) {
            return tensor().longs();
        }
        return list().stream().mapToLong(PickledValue::asLong).toArray();
    }

    /** Numbers, from a list of them or a tensor, row-major. */
    public double[] doubles() {
        if (isTensor()) {
            return tensor().doubles();
        }
        return list().stream().mapToDouble(PickledValue::asDouble).toArray();
    }

    /** Texts, from a list or numpy array of them. */
    public List<String> texts() {
        return list().stream().map(PickledValue::asText).toList();
    }

    /** The error to throw when this value is not what the caller needs; it names the file and the place. */
    public PatchrankException wrong(String reason) {
        return origin.invalid((path.isEmpty() ? "the value" : path) + " " + reason);
    }

    /** What this is, for messages, such as "a dict with the keys [a, b]". */
    public String kind() {
        return switch (value) {
            case null -> "None";
            case Map<?, ?> dict -> "a dict of " + dict.size() + " entries";
            case String text -> "a text";
            case Boolean truth -> "a boolean";
            case Integer i -> "an integer";
            case Long l -> "an integer";
            case BigInteger b -> "an integer of " + b.bitLength() + " bits";
            case Double d -> "a fraction";
            case byte[] bytes -> bytes.length + " bytes";
            case StoredTensor tensor -> "a " + tensor;
            case Storage storage -> "a storage of " + storage.elements() + " elements";
            case NumpyArray array when array.content() instanceof StoredTensor tensor -> "a " + tensor;
            default ->
                items().map(list -> "a list of " + list.size() + " items").orElse("a class");
        };
    }

    private Map<?, ?> dict() {
        if (value instanceof Map<?, ?> dict) {
            return dict;
        }
        throw wrong("is no dict but " + kind());
    }

    private Optional<List<?>> items() {
        return switch (value) {
            case List<?> list -> Optional.of(list);
            case Object[] tuple -> Optional.of(PickleSequences.list(tuple));
            case Set<?> set -> Optional.of(new ArrayList<>(set));
            case NumpyArray array when array.content() instanceof List<?> list -> Optional.of(list);
            case null, default -> Optional.empty();
        };
    }

    private @Nullable Object content() {
        return value instanceof NumpyArray array ? array.content() : null;
    }
}
