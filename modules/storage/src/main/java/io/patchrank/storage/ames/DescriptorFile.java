package io.patchrank.storage.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.storage.StorageFailures;
import io.patchrank.storage.hdf5.Hdf5Dataset;
import io.patchrank.storage.hdf5.Hdf5File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local descriptors that AMES' code wrote, or code that follows it, one row an image. Read are
 *
 * <ul>
 *   <li>format 1: {@code features} [N, k, 5 + D] of x, y, scale, mask (not 0: padding), weight, descriptor
 *   <li>format 2: {@code features} [N] or [N, k] of a compound of {@code descriptor} and {@code metadata}, in any order
 * </ul>
 *
 * as float16, float32 or float64 of either byte order, contiguous, compact, chunked (deflate, LZF, shuffle, Fletcher-32)
 * or virtual, as the reference reader {@code src/utils/tensor_dataset.py} does and beyond it. Values are given exactly as
 * they are stored; float64 is rounded.
 *
 * <p>Where padding stands between descriptors, it is moved behind them; the descriptors keep their order.
 *
 * <p>Thread-safe; blocks on disk. Errors name file, dataset and row: {@code NOT_FOUND} (file, dataset, virtual source),
 * {@code BAD_REQUEST} (shape, type, row out of range), {@code DATA_CORRUPT} (cut short, damaged, numbers that are not
 * finite, an image without descriptors), {@code IO_FAILED}.
 */
public final class DescriptorFile implements AutoCloseable {
    /** The dataset that AMES reads. */
    public static final String FEATURES = "features";

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorFile.class);

    private final Hdf5File hdf5;
    private final Hdf5Dataset dataset;
    private final DescriptorLayout layout;
    private final AtomicBoolean clampAnnounced = new AtomicBoolean();

    private DescriptorFile(Hdf5File hdf5, Hdf5Dataset dataset, DescriptorLayout layout) {
        this.hdf5 = hdf5;
        this.dataset = dataset;
        this.layout = layout;
    }

    /** Opens the dataset {@value #FEATURES}; the file stays open until {@link #close()}. */
    public static DescriptorFile open(Path file) {
        Hdf5File hdf5 = Hdf5File.open(file);
        boolean opened = false;
        try {
            Hdf5Dataset dataset = hdf5.dataset(FEATURES);
            DescriptorFile read = new DescriptorFile(hdf5, dataset, DescriptorLayout.of(dataset));
            opened = true;
            return read;
        } finally {
            if (!opened) {
                hdf5.close();
            }
        }
    }

    public Path file() {
        return dataset.file();
    }

    /** N, images. */
    public int rows() {
        return Math.toIntExact(dataset.shape()[0]);
    }

    /** k, descriptors kept of an image, padding included. */
    public int topK() {
        return layout.topK();
    }

    /** D. */
    public int localDimension() {
        return layout.dimension();
    }

    /** Element type of the descriptors, as h5py names it: {@code float16}, {@code float32} or {@code float64}. */
    public String numberType() {
        return layout.numberType();
    }

    /** Whether the file is in AMES' format 1. */
    public boolean isFormat1() {
        return layout instanceof DescriptorLayout.Flat;
    }

    /** Format and layout, for people. */
    public String description() {
        String form = dataset.isVirtual() ? "virtual" : dataset.isContiguous() ? "contiguous" : "chunked";
        return layout.format() + ", " + numberType() + ", " + form;
    }

    /**
     * Descriptors of the images in request order; rows may be unsorted and repeated.
     *
     * @param descriptorCount rows wanted of each image: fewer than stored takes the first, more is clamped to what is
     *     stored, with one warning
     */
    public List<LocalDescriptors> read(List<Integer> rows, int descriptorCount) {
        int count = clamped(descriptorCount);
        Map<Integer, LocalDescriptors> found = HashMap.newHashMap(rows.size());
        rows.stream().distinct().sorted().forEach(row -> found.put(row, readRow(row, count)));
        return rows.stream().map(found::get).toList();
    }

    /** Descriptors of one image, as {@link #read(List, int)}. */
    public LocalDescriptors read(int row, int descriptorCount) {
        return readRow(row, clamped(descriptorCount));
    }

    /**
     * The first {@code count} descriptors of one image as they are stored, [count, 5 + D] in the columns of format 1;
     * neither mask nor numbers are looked at.
     *
     * @param count 1..k
     */
    public float[] numbers(int row, int count) {
        if (row < 0 || row >= rows()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file().toString(),
                    "row " + row + " of dataset " + FEATURES + " is out of range: it has " + rows() + " rows");
        }
        return layout.read(dataset, row, count);
    }

    private int clamped(int descriptorCount) {
        if (descriptorCount < 1) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "descriptorCount", "must be at least 1");
        }
        // The largest number there is means all, and promises nothing.
        boolean more = descriptorCount > topK() && descriptorCount != Integer.MAX_VALUE;
        if (more && clampAnnounced.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: {} local descriptors asked for, {} are stored of an image; reading those",
                    file(),
                    descriptorCount,
                    topK());
        }
        return Math.min(descriptorCount, topK());
    }

    private LocalDescriptors readRow(int row, int count) {
        float[] numbers = numbers(row, count);
        try {
            return RowForm.descriptors(numbers, count, layout.dimension());
        } catch (IllegalArgumentException e) {
            throw StorageFailures.corrupt(file(), "row " + row + " of dataset " + FEATURES + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        hdf5.close();
    }
}
