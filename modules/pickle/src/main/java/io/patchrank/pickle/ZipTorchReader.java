package io.patchrank.pickle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} writes since version 1.6: a zip archive with {@code NAME/data.pkl}, the value, and
 * {@code NAME/data/KEY}, the storages, uncompressed. Each storage is one mapping of the file.
 */
final class ZipTorchReader {
    private static final String VALUE = "data.pkl";

    private final Origin origin;
    private final ZipArchive archive;
    private final String prefix;
    private final boolean bigEndian;
    private final Map<String, Storage> storages = new HashMap<>();

    private ZipTorchReader(Origin origin, ZipArchive archive) throws IOException {
        this.origin = origin;
        this.archive = archive;
        List<String> values = archive.names().stream()
                .filter(name -> name.equals(VALUE) || name.endsWith("/" + VALUE))
                .toList();
        if (values.size() != 1) {
            throw origin.invalid(
                    "is a zip archive with " + values.size() + " entries " + VALUE + "; one of torch.save has one");
        }
        prefix = values.getFirst().substring(0, values.getFirst().length() - VALUE.length());
        bigEndian = archive.has(prefix + "byteorder")
                && StandardCharsets.US_ASCII
                        .decode(archive.map(prefix + "byteorder"))
                        .toString()
                        .strip()
                        .equals("big");
    }

    static @Nullable Object read(Origin origin, ByteSource source) throws IOException {
        return new ZipTorchReader(origin, ZipArchive.open(origin, source)).read();
    }

    private @Nullable Object read() throws IOException {
        ByteBuffer value = archive.map(prefix + VALUE);
        Globals globals = Globals.nesting(origin, value.remaining());
        PickleInput input = new PickleInput(new ByteSource.OfMemory(value), 0);
        return new RestrictedUnpickler(origin, globals.known(), this::storage, input).read();
    }

    private Storage storage(@Nullable Object id) {
        TorchStorageId named = TorchStorageId.parse(origin, id);
        Storage storage = storages.get(named.key());
        if (storage == null) {
            storage = map(named);
            storages.put(named.key(), storage);
        }
        if (storage.type() != named.type() || storage.elements() != named.elements()) {
            throw origin.invalid("storage " + named.key() + " is named with two types or sizes");
        }
        return storage;
    }

    private Storage map(TorchStorageId named) {
        try {
            Storage storage = new Storage(origin, named.key(), named.type(), named.elements());
            storage.bind(archive.map(prefix + "data/" + named.key()), bigEndian);
            return storage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
