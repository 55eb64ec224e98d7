package io.patchrank.storage.hdf5;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.StorageFailures;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An HDF5 file, open for reading together with the files that its virtual datasets lead to.
 *
 * <p>Errors name the file: {@code NOT_FOUND} for a file, dataset or virtual source that is not there,
 * {@code DATA_CORRUPT} for one that is cut short or damaged, {@code BAD_REQUEST} for what HDF5 allows but is not read
 * here, {@code IO_FAILED}.
 */
public final class Hdf5File implements AutoCloseable {
    private final FileBytes bytes;
    private final SourceFiles sources;

    private Hdf5File(FileBytes bytes, SourceFiles sources) {
        this.bytes = bytes;
        this.sources = sources;
    }

    public static Hdf5File open(Path file) {
        return open(file, 0);
    }

    static Hdf5File open(Path file, int depth) {
        SourceFiles sources = new SourceFiles(file, depth);
        return new Hdf5File(FileBytes.open(file), sources);
    }

    public Path file() {
        return bytes.file();
    }

    /** Names in the root group. */
    public Set<String> names() {
        return parsed(
                () -> links(ObjectHeader.read(bytes, bytes.superblock().root())).keySet());
    }

    /** @param path names of groups and the dataset, joined by slashes */
    public Hdf5Dataset dataset(String path) {
        return parsed(() -> {
            ObjectHeader at = ObjectHeader.read(bytes, bytes.superblock().root());
            for (String name : path.split("/", -1)) {
                at = name.isEmpty() ? at : child(at, name, path);
            }
            if (at.first(ObjectHeader.LAYOUT).isEmpty()) {
                throw missing(path, "is a group, not a dataset");
            }
            return DatasetReader.read(bytes, sources, at, path);
        });
    }

    private ObjectHeader child(ObjectHeader group, String name, String path) {
        Map<String, Long> links = links(group);
        Long address = links.get(name);
        if (address == null) {
            throw missing(
                    path,
                    links.isEmpty()
                            ? "is not there; the file holds nothing"
                            : "is not there; there are " + String.join(", ", links.keySet()));
        }
        return ObjectHeader.read(bytes, address);
    }

    private PatchrankException missing(String path, String problem) {
        return new PatchrankException(ErrorCode.NOT_FOUND, file().toString(), "dataset " + path + " " + problem);
    }

    private Map<String, Long> links(ObjectHeader group) {
        return GroupLinks.of(bytes, group);
    }

    /** A damaged structure shows itself in many ways: ends of buffers, indices, sizes. */
    private <T> T parsed(Supplier<T> parser) {
        try {
            return parser.get();
        } catch (PatchrankException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StorageFailures.corrupt(file(), "is damaged: its structure cannot be read (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        sources.close();
        bytes.close();
    }
}
