package io.patchrank.imaging.draw;

import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.DensePatches;
import java.util.List;
import org.bytedeco.openblas.global.openblas;

/**
 * Coordinates along the axes of largest variance. LAPACK computes only the axes that are wanted; OpenCV's PCA computes
 * all of them, which takes ten times as long at 384 dimensions.
 */
final class PrincipalComponents {
    private PrincipalComponents() {}

    /**
     * [component, patch], the component of largest variance first, over the patches of all images in order; 0 where there
     * are fewer dimensions than components.
     *
     * @param images of one dimension
     */
    static float[][] of(List<DensePatches> images, int components) {
        int dimension = images.getFirst().dimension();
        int patches = images.stream().mapToInt(image -> image.grid().patches()).sum();
        double[] centred = centred(images, patches, dimension);
        int axes = Math.min(components, dimension);
        double[] vectors = axes(centred, patches, dimension, axes);
        float[][] coordinates = new float[components][patches];
        for (int c = 0; c < axes; c++) {
            // LAPACK gives the axis of largest variance last.
            int column = axes - 1 - c;
            double sign = sign(vectors, column, axes);
            for (int i = 0; i < patches; i++) {
                double sum = 0;
                for (int d = 0; d < dimension; d++) {
                    sum += centred[i * dimension + d] * vectors[d * axes + column];
                }
                coordinates[c][i] = (float) (sign * sum);
            }
        }
        return coordinates;
    }

    private static double[] centred(List<DensePatches> images, int patches, int dimension) {
        double[] values = new double[patches * dimension];
        double[] mean = new double[dimension];
        int at = 0;
        for (DensePatches image : images) {
            if (image.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "descriptors of " + image.dimension() + " dimensions beside those of " + dimension);
            }
            for (float value : image.descriptors()) {
                values[at] = value;
                mean[at % dimension] += (double) value / patches;
                at++;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean[i % dimension];
        }
        return values;
    }

    /** [dimension, axes], unit vectors in the columns, by growing variance. */
    private static double[] axes(double[] centred, int patches, int dimension, int axes) {
        double[] scatter = new double[dimension * dimension];
        openblas.cblas_dsyrk(
                CblasRowMajor,
                CblasUpper,
                CblasTrans,
                dimension,
                patches,
                1.0 / patches,
                centred,
                dimension,
                0,
                scatter,
                dimension);
        double[] vectors = new double[dimension * axes];
        int failed = openblas.LAPACKE_dsyevr(
                LAPACK_ROW_MAJOR,
                (byte) 'V',
                (byte) 'I',
                (byte) 'U',
                dimension,
                scatter,
                dimension,
                0,
                0,
                dimension - axes + 1,
                dimension,
                0,
                new int[1],
                new double[dimension],
                vectors,
                axes,
                new int[2 * axes]);
        if (failed != 0) {
            throw new PatchrankException(ErrorCode.INTERNAL, "dsyevr", "LAPACK found no axes: " + failed);
        }
        return vectors;
    }

    /** Of an axis both directions are right; the one whose largest coordinate is positive is taken. */
    private static double sign(double[] vectors, int column, int axes) {
        double largest = 0;
        for (int at = column; at < vectors.length; at += axes) {
            if (Math.abs(vectors[at]) > Math.abs(largest)) {
                largest = vectors[at];
            }
        }
        return largest < 0 ? -1 : 1;
    }
}
