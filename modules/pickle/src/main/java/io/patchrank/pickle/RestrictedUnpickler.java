package io.patchrank.pickle;

import io.patchrank.api.error.PatchrankException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * The pickle library's unpickler, restricted. Its own registry of classes is global and open, so a name is looked up in
 * {@code known} only and anything else is refused. A length is compared with what the file still has before memory is
 * taken for it; dicts keep their order; the number of steps is limited. The library's values are kept as they are
 * (tuples are arrays, integers of several widths); {@link PickledValue} reads them.
 */
final class RestrictedUnpickler extends Unpickler {
    /** One step makes at most about 100 bytes of objects. A million image names take two million steps. */
    private static final int MOST_STEPS = 10_000_000;
    /** A number in decimal is parsed in quadratic time. */
    private static final int LONGEST_NUMBER = 1_000;

    private final Origin origin;
    private final Map<String, Object> known;
    private final PersistentIds persistentIds;
    private final PickleInput bytes;
    private int steps;

    /** @param known what the pickle may name, by module and name */
    RestrictedUnpickler(Origin origin, Map<String, Object> known, PersistentIds persistentIds, PickleInput bytes) {
        this.origin = origin;
        this.known = known;
        this.persistentIds = persistentIds;
        this.bytes = bytes;
    }

    /**
     * Reads one pickle; the input then stands behind it.
     *
     * @throws PatchrankException with the origin's code when it is damaged, hostile or holds foreign classes
     */
    @Nullable
    Object read() throws IOException {
        try {
            return load(bytes);
        } catch (PatchrankException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (PickleException e) {
            throw origin.invalid("no readable pickle at byte " + bytes.position() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            if (bytes.remaining() > 0 && !(e instanceof EOFException)) {
                throw e;
            }
            throw origin.invalid("the pickle ends too early; is the file complete?", e);
        } catch (RuntimeException e) {
            // Casts and indexes of the library: a stack that holds too little, or the wrong thing.
            throw origin.invalid("no readable pickle: its instruction before byte " + bytes.position() + " fails", e);
        }
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        if (++steps > MOST_STEPS) {
            throw origin.invalid("takes more than " + MOST_STEPS + " steps to read; refused");
        }
        switch (key) {
            case Opcodes.GLOBAL -> stack.add(find(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(find((String) stack.pop(), name));
            }
            case Opcodes.INST -> {
                PickleFunction called = (PickleFunction) find(PickleUtils.readline(input), PickleUtils.readline(input));
                stack.add(called.construct(stack.pop_all_since_marker().toArray()));
            }
            case Opcodes.BUILD -> build(stack.pop(), stack.peek());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.DICT -> {
                List<Object> items = stack.pop_all_since_marker();
                stack.add(new LinkedHashMap<>());
                putAll(items);
            }
            case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object name = stack.pop();
                PickleSequences.put(dict(), name, value);
            }
            case Opcodes.EMPTY_SET -> stack.add(new LinkedHashSet<>());
            case Opcodes.FROZENSET -> {
                List<Object> items = stack.pop_all_since_marker();
                stack.add(new LinkedHashSet<>());
                addAll(items);
            }
            case Opcodes.ADDITEMS -> addAll(stack.pop_all_since_marker());
            // The library's own copies the list, or the stack, each time.
            case Opcodes.APPENDS -> {
                List<Object> items = stack.pop_all_since_marker();
                list().addAll(items);
            }
            case Opcodes.POP_MARK -> stack.pop_all_since_marker();
            case Opcodes.LONG -> stack.add(decimal(PickleUtils.readline(input)));
            case Opcodes.FLOAT -> stack.add(floating(PickleUtils.readline(input)));
            default -> {
                checkLength(key);
                return super.dispatch(key);
            }
        }
        return NO_RETURN_VALUE;
    }

    private Object find(String module, String name) {
        Object found = known.get(module + "." + name);
        if (found == null) {
            throw origin.invalid("holds the class or function " + module + "." + name
                    + ", which is refused; only numbers, texts, lists, dicts, numpy arrays and torch tensors are read");
        }
        return found;
    }

    /** What Python sets on an object that it has made. */
    private void build(@Nullable Object state, Object target) {
        switch (target) {
            case NumpyArray array -> array.setState(PickleSequences.tuple(state));
            case NumpyType type -> type.setState(PickleSequences.tuple(state));
            // Attributes of an OrderedDict; a state_dict has its _metadata there.
            case Map<?, ?> dict -> {}
            default -> throw new ClassCastException("no object with attributes");
        }
    }

    @SuppressWarnings("unchecked") // every map on the stack is one of ours
    private Map<Object, Object> dict() {
        return (Map<Object, Object>) stack.peek();
    }

    @SuppressWarnings("unchecked") // every list on the stack may hold anything
    private List<Object> list() {
        return (List<Object>) stack.peek();
    }

    private void putAll(List<Object> keysAndValues) {
        Map<Object, Object> dict = dict();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            PickleSequences.put(dict, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked") // every set on the stack is one of ours
    private void addAll(List<Object> items) {
        Set<Object> set = (Set<Object>) stack.peek();
        items.forEach(item -> set.add(PickleSequences.key(item)));
    }

    private Number decimal(String line) {
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        if (digits.length() > LONGEST_NUMBER) {
            throw origin.invalid("holds a number of " + digits.length() + " digits; refused");
        }
        return PickleUtils.optimizeBigint(new BigInteger(digits));
    }

    /** As Python writes them, which is not how Java does. */
    private static double floating(String line) {
        return switch (line) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(line);
        };
    }

    private void checkLength(short key) throws IOException {
        int width =
                switch (key) {
                    case Opcodes.BINSTRING, Opcodes.BINBYTES, Opcodes.BINUNICODE, Opcodes.LONG4 -> Integer.BYTES;
                    case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> Long.BYTES;
                    default -> 0;
                };
        if (width == 0) {
            return;
        }
        long length = bytes.peekUnsigned(width);
        if (length < 0 || length > bytes.remaining() - width) {
            throw origin.invalid("claims a value of " + Long.toUnsignedString(length) + " bytes at byte "
                    + bytes.position() + ", but ends before; is the file complete?");
        }
    }

    @Override
    protected @Nullable Object persistentLoad(@Nullable Object pid) {
        return persistentIds.load(pid);
    }
}
