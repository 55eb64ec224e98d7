package io.patchrank.storage.ames;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.storage.ChannelOpener;
import io.patchrank.storage.PositionalReader;
import io.patchrank.storage.StorageFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Global descriptors as AMES' {@code FeatureStorage} maps them: despite the name {@code *_global.pt} no torch file but
 * [N, Dg] little-endian float32 without a header, so that N or Dg must be known from elsewhere.
 *
 * <p>Thread-safe; blocks on disk. Errors name file and row: {@code NOT_FOUND}, {@code BAD_REQUEST} (a size that does not
 * fit, a row out of range), {@code DATA_CORRUPT} (numbers that are not finite), {@code IO_FAILED}.
 */
public final class GlobalFile implements AutoCloseable {
    private final Path file;
    private final PositionalReader reader;
    private final int rows;
    private final int dimension;

    private GlobalFile(Path file, PositionalReader reader, int rows, int dimension) {
        this.file = file;
        this.reader = reader;
        this.rows = rows;
        this.dimension = dimension;
    }

    /** Opens descriptors of so many images, as the file of their local descriptors says. */
    public static GlobalFile ofRows(Path file, int rows) {
        long numbers = numbers(file);
        if (numbers == 0 || numbers % rows != 0) {
            throw unfitting(file, numbers, rows + " images");
        }
        return open(file, rows, Math.toIntExact(numbers / rows));
    }

    /** Opens descriptors of this length. */
    public static GlobalFile ofDimension(Path file, int dimension) {
        long numbers = numbers(file);
        if (numbers == 0 || numbers % dimension != 0) {
            throw unfitting(file, numbers, "descriptors of dimension " + dimension);
        }
        return open(file, Math.toIntExact(numbers / dimension), dimension);
    }

    private static long numbers(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "there is no such file");
        }
        try {
            long bytes = Files.size(file);
            if (bytes % Float.BYTES != 0) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        file.toString(),
                        "has " + bytes + " bytes, which is no whole number of float32: was it cut short?");
            }
            return bytes / Float.BYTES;
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }

    private static PatchrankException unfitting(Path file, long numbers, String expected) {
        return new PatchrankException(
                ErrorCode.BAD_REQUEST,
                file.toString(),
                "has " + numbers + " numbers, which do not divide into " + expected
                        + "; raw global descriptors are float32 [N, D] without a header");
    }

    private static GlobalFile open(Path file, int rows, int dimension) {
        try {
            return new GlobalFile(file, new PositionalReader(ChannelOpener.SYSTEM, file), rows, dimension);
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }

    /** N. */
    public int rows() {
        return rows;
    }

    /** Dg. */
    public int dimension() {
        return dimension;
    }

    /** The descriptor of an image as it is stored, [Dg]. */
    public float[] read(int row) {
        if (row < 0 || row >= rows) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.toString(),
                    "row " + row + " is out of range: it has " + rows + " rows");
        }
        int bytes = dimension * Float.BYTES;
        ByteBuffer source = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            reader.read(source, (long) row * bytes);
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
        float[] numbers = new float[dimension];
        source.asFloatBuffer().get(numbers);
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw StorageFailures.corrupt(file, "row " + row + " holds " + number + "; extract the image again");
            }
        }
        return numbers;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw StorageFailures.of(e, file);
        }
    }
}
