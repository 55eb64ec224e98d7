package io.patchrank.storage.exchange;

import io.jhdf.WritableGroupImpl;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.ames.DescriptorFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Several descriptor files as one, rows in the order of the files: by reference, as a virtual dataset whose sources stay
 * where they are, or by copying. Errors as {@link DescriptorFile}, and {@code MODEL_MISMATCH} for files of different
 * dimension.
 */
public final class DescriptorMerge implements AutoCloseable {
    private final Path out;
    private final List<DescriptorFile> parts = new ArrayList<>();

    /**
     * What was written.
     *
     * @param topK descriptors an image
     * @param type {@code float16} or {@code float32}
     */
    public record Merged(Path file, int files, int rows, int topK, int dimension, String type) {}

    private DescriptorMerge(Path out) {
        this.out = out.toAbsolutePath().normalize();
    }

    /** Opens the files and compares their shapes. */
    public static DescriptorMerge of(Path out, List<Path> files) {
        DescriptorMerge merge = new DescriptorMerge(out);
        boolean opened = false;
        try {
            files.forEach(merge::add);
            if (files.isEmpty()) {
                throw bad(out, "there is nothing to merge; name the files");
            }
            opened = true;
            return merge;
        } finally {
            if (!opened) {
                merge.close();
            }
        }
    }

    private void add(Path file) {
        if (file.toAbsolutePath().normalize().equals(out)) {
            throw bad(file, "is to be written and read at once; name another file to write");
        }
        DescriptorFile part = DescriptorFile.open(file);
        parts.add(part);
        int dimension = parts.getFirst().localDimension();
        if (part.localDimension() != dimension) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    file.toString(),
                    "has descriptors of dimension " + part.localDimension() + ", "
                            + parts.getFirst().file() + " has " + dimension + "; merge files of one model only");
        }
    }

    /** Rows of the merged file. */
    public int rows() {
        int rows = 0;
        for (DescriptorFile part : parts) {
            rows = Math.addExact(rows, part.rows());
        }
        return rows;
    }

    /** Writes a virtual dataset. Sources are named relative to its folder, so that the folder may be moved whole. */
    public Merged byReference() {
        int topK = parts.getFirst().topK();
        List<VirtualDataset.Part> named = new ArrayList<>();
        for (DescriptorFile part : parts) {
            if (!part.isFormat1()) {
                throw bad(part.file(), "is " + part.description() + "; only format 1 can be referred to, use --copy");
            }
            if (part.topK() != topK) {
                throw bad(
                        part.file(),
                        "has " + part.topK() + " descriptors an image, "
                                + parts.getFirst().file() + " has " + topK
                                + "; use --copy, which fills up with padding");
            }
            named.add(new VirtualDataset.Part(relative(part.file()), part.rows()));
        }
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        int[] shape = {rows(), topK, 5 + parts.getFirst().localDimension()};
        String name = DescriptorFile.FEATURES;
        root.putDataset(name, new VirtualDataset(root, name, type(), shape, named));
        WholeFile.writeHdf5(out, root);
        return merged(topK);
    }

    private String relative(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = out.resolveSibling("");
        // On Windows there is no way from one drive to another.
        Path name = Objects.equals(folder.getRoot(), absolute.getRoot()) ? folder.relativize(absolute) : absolute;
        return name.toString().replace(File.separatorChar, '/');
    }

    /**
     * Writes all rows into one contiguous file.
     *
     * @param afterEach called after each row
     */
    public Merged byCopy(Runnable afterEach) {
        int topK = parts.stream().mapToInt(DescriptorFile::topK).max().orElseThrow();
        IntFunction<LocalDescriptors> source = row -> {
            LocalDescriptors read = row(row);
            afterEach.run();
            return read;
        };
        DescriptorFileWriter.writeLocals(out, rows(), topK, parts.getFirst().localDimension(), type(), source);
        return merged(topK);
    }

    private LocalDescriptors row(int row) {
        int rest = row;
        for (DescriptorFile part : parts) {
            if (rest < part.rows()) {
                return part.read(rest, part.topK());
            }
            rest -= part.rows();
        }
        throw new IndexOutOfBoundsException(row);
    }

    private Merged merged(int topK) {
        return new Merged(
                out,
                parts.size(),
                rows(),
                topK,
                parts.getFirst().localDimension(),
                type() == StoredType.FLOAT16 ? "float16" : "float32");
    }

    /** The type that loses nothing. */
    private StoredType type() {
        boolean halves = parts.stream().allMatch(part -> part.numberType().equals("float16"));
        return halves ? StoredType.FLOAT16 : StoredType.FLOAT32;
    }

    private static PatchrankException bad(Path file, String problem) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, file.toString(), problem);
    }

    @Override
    public void close() {
        parts.forEach(DescriptorFile::close);
        parts.clear();
    }
}
