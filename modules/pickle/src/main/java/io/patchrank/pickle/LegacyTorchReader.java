package io.patchrank.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} wrote before version 1.6, and still does for storages inside a plain pickle: five pickles (a
 * magic number, the protocol version, facts about the system, the value, the keys of its storages), then each
 * storage as a 64-bit count of elements and the elements.
 */
final class LegacyTorchReader {
    /** The first pickle, with the magic number 0x1950a86a20f9469cfc6c. */
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8A,
        10,
        0x6C,
        (byte) 0xFC,
        (byte) 0x9C,
        0x46,
        (byte) 0xF9,
        0x20,
        0x6A,
        (byte) 0xA8,
        0x50,
        0x19,
        '.'
    };

    private static final long PROTOCOL_VERSION = 1001;

    private final Origin origin;
    private final ByteSource source;
    private final PickleInput input;
    private final Map<String, Storage> storages = new HashMap<>();
    private final Map<List<Object>, Storage> views = new HashMap<>();

    private LegacyTorchReader(Origin origin, ByteSource source) {
        this.origin = origin;
        this.source = source;
        this.input = new PickleInput(source, 0);
    }

    static boolean recognises(ByteSource source) throws IOException {
        if (source.length() < MAGIC.length) {
            return false;
        }
        byte[] start = new byte[MAGIC.length];
        source.read(0, ByteBuffer.wrap(start));
        return Arrays.equals(start, MAGIC);
    }

    /** @param nestable whether the value may hold byte strings of this format in its turn */
    static @Nullable Object read(Origin origin, ByteSource source, boolean nestable) throws IOException {
        return new LegacyTorchReader(origin, source).read(nestable);
    }

    private @Nullable Object read(boolean nestable) throws IOException {
        if (!recognises(source)) {
            throw origin.invalid("no file or byte string of torch.save");
        }
        input.skipExactly(MAGIC.length);
        if (!(plain() instanceof Number version) || version.longValue() != PROTOCOL_VERSION) {
            throw origin.invalid("was written with another protocol version of torch.save than " + PROTOCOL_VERSION);
        }
        if (plain() instanceof Map<?, ?> system && Boolean.FALSE.equals(system.get("little_endian"))) {
            throw origin.invalid("was written on a big-endian machine; save it again in the zip format");
        }
        Globals globals = nestable ? Globals.nesting(origin, source.length()) : Globals.flat(origin, source.length());
        Object value = unpickle(globals, this::storage);
        readStorages(plain());
        return value;
    }

    private @Nullable Object plain() throws IOException {
        return unpickle(Globals.none(), Globals.noPersistentIds(origin));
    }

    private @Nullable Object unpickle(Globals globals, PersistentIds ids) throws IOException {
        return new RestrictedUnpickler(origin, globals.known(), ids, input).read();
    }

    private Storage storage(@Nullable Object id) {
        TorchStorageId named = TorchStorageId.parse(origin, id);
        Storage root =
                storages.computeIfAbsent(named.key(), key -> new Storage(origin, key, named.type(), named.elements()));
        if (root.type() != named.type() || root.elements() != named.elements()) {
            throw origin.invalid("storage " + named.key() + " is named with two types or sizes");
        }
        return named.view()
                .map(view -> views.computeIfAbsent(
                        List.of(named.key(), view), key -> root.part(view.offset(), view.elements())))
                .orElse(root);
    }

    private void readStorages(@Nullable Object keys) throws IOException {
        Set<Object> seen = new HashSet<>();
        for (Object key : PickleSequences.isList(keys) ? PickleSequences.list(keys) : List.of()) {
            Storage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null || !seen.add(key)) {
                throw origin.invalid("lists a storage that no tensor has, or one twice");
            }
            readStorage((String) key, storage);
        }
        if (seen.size() != storages.size()) {
            throw origin.invalid("lacks the numbers of " + (storages.size() - seen.size()) + " storages");
        }
    }

    private void readStorage(String key, Storage storage) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(input.skipExactly(Long.BYTES), count);
        long elements = count.getLong(0);
        if (elements != storage.elements()) {
            throw origin.invalid("storage " + key + " claims " + storage.elements() + " elements but has " + elements);
        }
        int length = storage.byteLength();
        storage.bind(source.slice(input.skipExactly(length), length), false);
    }
}
