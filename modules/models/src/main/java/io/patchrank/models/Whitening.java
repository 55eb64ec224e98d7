package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.NativeScope;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * PCA whitening {@code y = matrix (x - mean)}, learned without labels (Jegou and Chum 2012), with shrinkage: the
 * covariance C becomes {@code C + eps * trace(C)/D * I}, so that directions of small variance, which are mostly noise,
 * are not blown up. Callers L2-normalise the result. Immutable by convention: the arrays are not copied.
 */
public final class Whitening {
    private final float[] mean;
    private final float[] matrix;

    /**
     * One that is known already.
     *
     * @param mean [D]
     * @param matrix row-major [kept, D], directions of largest variance first
     */
    public Whitening(float[] mean, float[] matrix) {
        if (mean.length == 0 || matrix.length == 0 || matrix.length % mean.length != 0) {
            throw new IllegalArgumentException("mean is [D], matrix [kept, D]");
        }
        this.mean = mean;
        this.matrix = matrix;
    }

    /** [D] */
    public float[] mean() {
        return mean;
    }

    /** Row-major [kept, D]. */
    public float[] matrix() {
        return matrix;
    }

    /** D, length of what goes in. */
    public int dimension() {
        return mean.length;
    }

    /** Length of what comes out. */
    public int kept() {
        return matrix.length / mean.length;
    }

    /** Learns from row-major vectors. */
    public static Whitening fit(float[][] vectors, double eps, int kept) {
        if (vectors.length == 0) {
            throw new IllegalArgumentException("a whitening is learned from vectors");
        }
        Moments moments = new Moments(vectors[0].length);
        for (float[] vector : vectors) {
            moments.add(vector);
        }
        return fit(moments, eps, kept);
    }

    /**
     * Learns from mean and covariance.
     *
     * @param eps shrinkage, 0.2 for few images, down to 0.001 for many
     * @param kept dimensions kept, at most D
     * @throws PatchrankException {@code BAD_REQUEST} for fewer than two vectors, or vectors that are all equal
     */
    public static Whitening fit(Moments moments, double eps, int kept) {
        int d = moments.dimension();
        if (!(eps >= 0) || kept < 1 || kept > d) {
            throw new IllegalArgumentException("eps >= 0 and 1 <= kept <= " + d);
        }
        double[] covariance = moments.covariance();
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += covariance[i * d + i];
        }
        if (moments.count() < 2 || !(trace > 0)) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    "whitening",
                    "needs at least two images that differ; some thousands are better");
        }
        double shrinkage = eps * trace / d;
        double[] values = new double[d];
        double[] vectors = new double[d * d];
        NativeScope.compute("eigenvectors of the covariance", () -> {
            T_TensorTensor_T pair = torch.linalg_eigh(AbstractTensor.create(covariance, d, d));
            copy(pair.get0(), values);
            copy(pair.get1(), vectors);
            return true;
        });
        float[] matrix = new float[kept * d];
        for (int k = 0; k < kept; k++) {
            // torch gives eigenvalues in ascending order and eigenvectors as columns.
            int column = d - 1 - k;
            double variance = Math.max(values[column], 0) + shrinkage;
            double scale = variance > 0 ? sign(vectors, column, d) / Math.sqrt(variance) : 0;
            for (int i = 0; i < d; i++) {
                matrix[k * d + i] = (float) (vectors[i * d + column] * scale);
            }
        }
        return new Whitening(narrowed(moments.mean()), matrix);
    }

    /** An eigenvector's sign is free; making its largest entry positive makes it the same on every machine. */
    private static double sign(double[] vectors, int column, int d) {
        double largest = 0;
        for (int i = 0; i < d; i++) {
            double value = vectors[i * d + column];
            if (Math.abs(value) > Math.abs(largest)) {
                largest = value;
            }
        }
        return largest < 0 ? -1 : 1;
    }

    private static void copy(Tensor tensor, double[] into) {
        new DoublePointer(tensor.contiguous().data_ptr_double()).get(into);
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Whitening w && Arrays.equals(mean, w.mean) && Arrays.equals(matrix, w.matrix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(matrix);
    }

    @Override
    public String toString() {
        return "Whitening[" + dimension() + " to " + kept() + "]";
    }
}
