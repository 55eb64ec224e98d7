package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.rerank.NeighbourLists;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The exact global ranking by cosine, from the raw float32 files that AMES' extraction writes
 * ({@code FloatStorage.from_file}): rows without a header, so that the number of queries tells the dimension.
 */
final class GlobalRanking {
    private static final int BLOCK_BYTES = 64 << 20;

    private GlobalRanking() {}

    /** @throws PatchrankException NOT_FOUND, or DATA_CORRUPT for sizes that do not fit or a value that is not finite */
    static NeighbourLists compute(Path queryFile, Path galleryFile, int queries) {
        try (FileChannel query = FileChannel.open(queryFile, StandardOpenOption.READ);
                FileChannel gallery = FileChannel.open(galleryFile, StandardOpenOption.READ)) {
            int dimension = rows(queryFile, query.size(), (long) queries * Float.BYTES);
            int images = rows(galleryFile, gallery.size(), (long) dimension * Float.BYTES);
            float[][] vectors = new float[queries][];
            FloatBuffer values = map(query, 0, query.size());
            for (int q = 0; q < queries; q++) {
                vectors[q] = unit(queryFile, q, values, dimension);
            }
            return ranked(similarities(galleryFile, gallery, vectors, images, dimension));
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.UNREADABLE_FILE,
                    galleryFile.toString(),
                    "the global descriptors cannot be read: " + e,
                    e);
        }
    }

    private static int rows(Path file, long bytes, long rowBytes) {
        if (bytes == 0 || bytes % rowBytes != 0) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    bytes + " bytes are no whole number of float32 rows of " + rowBytes + " bytes");
        }
        return Math.toIntExact(bytes / rowBytes);
    }

    private static float[][] similarities(Path file, FileChannel gallery, float[][] queries, int images, int dimension)
            throws IOException {
        float[][] similarities = new float[queries.length][images];
        int block = Math.max(1, BLOCK_BYTES / (dimension * Float.BYTES));
        for (int from = 0; from < images; from += block) {
            int to = Math.min(images, from + block);
            long rowBytes = (long) dimension * Float.BYTES;
            FloatBuffer values = map(gallery, from * rowBytes, (to - from) * rowBytes);
            for (int image = from; image < to; image++) {
                float[] vector = unit(file, image, values, dimension);
                for (int q = 0; q < queries.length; q++) {
                    similarities[q][image] = dot(queries[q], vector);
                }
            }
        }
        return similarities;
    }

    private static NeighbourLists ranked(float[][] byImage) {
        int[][] rows = new int[byImage.length][];
        float[][] similarities = new float[byImage.length][];
        for (int q = 0; q < byImage.length; q++) {
            float[] all = byImage[q];
            rows[q] = IntStream.range(0, all.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer image) -> all[image])
                            .reversed())
                    .mapToInt(Integer::intValue)
                    .toArray();
            similarities[q] = new float[all.length];
            for (int place = 0; place < all.length; place++) {
                similarities[q][place] = all[rows[q][place]];
            }
        }
        return NeighbourLists.of("global descriptors", similarities, rows, byImage[0].length);
    }

    private static FloatBuffer map(FileChannel channel, long from, long bytes) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, from, bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    private static float[] unit(Path file, int row, FloatBuffer values, int dimension) {
        float[] vector = new float[dimension];
        values.get(vector);
        double length = Math.sqrt(dot(vector, vector));
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT, file + ": row " + row, "the global descriptor is zero or not finite");
        }
        for (int d = 0; d < dimension; d++) {
            vector[d] /= (float) length;
        }
        return vector;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }
}
