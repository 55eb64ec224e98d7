package io.patchrank.storage.hdf5;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files behind one virtual file, opened once each. A name is looked for as HDF5 does, in the folder of the virtual
 * file; then in the folders above it, since AMES' merge stores names relative to where it was run
 * ({@code data/roxford5k/...}). Where HDF5 would return zeros for a file that is not found, this fails.
 */
final class SourceFiles implements AutoCloseable {
    private static final int DEEPEST = 16;

    private final Path virtualFile;
    private final int depth;
    private final Map<Path, Hdf5File> opened = new HashMap<>();

    /** @param depth virtual files above this one */
    SourceFiles(Path virtualFile, int depth) {
        this.virtualFile = virtualFile;
        this.depth = depth;
        if (depth > DEEPEST) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    virtualFile.toString(),
                    "virtual datasets are nested more than " + DEEPEST + " deep; do they lead back to themselves?");
        }
    }

    Hdf5Dataset dataset(String name, String dataset) {
        Path file = name.equals(".") ? virtualFile : find(name);
        return opened.computeIfAbsent(file.toAbsolutePath().normalize(), f -> Hdf5File.open(f, depth + 1))
                .dataset(dataset);
    }

    private Path find(String name) {
        Path self = virtualFile.toAbsolutePath().normalize();
        Path named = Path.of(name);
        if (named.isAbsolute()) {
            Path beside = self.resolveSibling(named.getFileName());
            return Files.exists(named) || !Files.exists(beside) ? existing(named, name) : beside;
        }
        for (Path folder = self.getParent(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(named).normalize();
            // The file itself may stand where the name leads when it leads nowhere.
            if (Files.isRegularFile(candidate) && !candidate.equals(self)) {
                return candidate;
            }
        }
        return existing(self.resolveSibling(named), name);
    }

    private Path existing(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    virtualFile.toString(),
                    "is a virtual dataset whose source " + name + " is missing, beside it and in the folders above;"
                            + " put it there, or merge again");
        }
        return file;
    }

    @Override
    public void close() {
        opened.values().forEach(Hdf5File::close);
        opened.clear();
    }
}
