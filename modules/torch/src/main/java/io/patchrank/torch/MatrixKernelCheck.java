package io.patchrank.torch;

import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Compares torch's float32 matrix product with one written in Java. A kernel set that does not fit the CPU
 * ({@code OPENBLAS_CORETYPE}) may compute wrong numbers without any error, and a poor one is slow: this finds both.
 */
public final class MatrixKernelCheck {
    /** Odd sides reach the edge kernels, the rest the main ones. */
    private static final int[][] SHAPES = {{37, 61, 29}, {130, 384, 200}, {1, 384, 128}};

    private static final int SPEED_ROWS = 392;
    private static final int SPEED_INNER = 384;
    private static final int SPEED_COLUMNS = 1536;
    private static final int SPEED_ROUNDS = 10;

    /**
     * What was found.
     *
     * @param maxError largest absolute difference, of sums of up to 384 products of values in -1..1
     * @param gigaflops single-threaded speed of a product as large as those of ViT-S at 322x238
     */
    public record Result(double maxError, double gigaflops) {
        /** Rounding alone stays below 1e-4 with a wide margin; a wrong kernel is off by whole numbers. */
        public boolean correct() {
            return maxError < 1e-4;
        }
    }

    private MatrixKernelCheck() {}

    /** Runs on the calling thread, in well under a second. */
    public static Result run() {
        return NativeScope.compute("matrix product", () -> {
            Random random = new Random(1);
            double maxError = 0;
            for (int[] s : SHAPES) {
                maxError = Math.max(maxError, error(random, s[0], s[1], s[2]));
            }
            return new Result(maxError, speed(random));
        });
    }

    private static double error(Random random, int rows, int inner, int columns) {
        float[] a = values(random, rows * inner);
        float[] b = values(random, inner * columns);
        float[] product = HostArrays.floats(
                torch.matmul(HostArrays.tensor(a, rows, inner), HostArrays.tensor(b, inner, columns)));
        double worst = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int i = 0; i < inner; i++) {
                    sum += (double) a[r * inner + i] * b[i * columns + c];
                }
                double difference = Math.abs(sum - product[r * columns + c]);
                worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            }
        }
        return worst;
    }

    private static double speed(Random random) {
        Tensor a = HostArrays.tensor(values(random, SPEED_ROWS * SPEED_INNER), SPEED_ROWS, SPEED_INNER);
        Tensor b = HostArrays.tensor(values(random, SPEED_INNER * SPEED_COLUMNS), SPEED_INNER, SPEED_COLUMNS);
        torch.matmul(a, b).close();
        // The best round: on a busy machine the others tell about its other work.
        double nanos = Double.POSITIVE_INFINITY;
        for (int i = 0; i < SPEED_ROUNDS; i++) {
            long start = System.nanoTime();
            torch.matmul(a, b).close();
            nanos = Math.min(nanos, System.nanoTime() - start);
        }
        return 2.0 * SPEED_ROWS * SPEED_INNER * SPEED_COLUMNS / nanos;
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }
}
