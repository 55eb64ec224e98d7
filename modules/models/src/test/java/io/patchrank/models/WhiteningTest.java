package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhiteningTest {
    private static final int D = 6;

    @Test
    void whitenedVectorsHaveUnitCovariance() {
        float[][] vectors = correlated(500);
        Whitening whitening = Whitening.fit(vectors, 0, D);
        Moments after = new Moments(D);
        for (float[] vector : vectors) {
            after.add(applied(whitening, vector));
        }
        double[] covariance = after.covariance();
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                assertThat(covariance[i * D + j]).isCloseTo(i == j ? 1 : 0, within(1e-3));
            }
            assertThat(after.mean()[i]).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void shrinkageTemperesWeakDirections() {
        float[][] vectors = correlated(500);
        assertThat(largest(Whitening.fit(vectors, 0.2, D))).isLessThan(largest(Whitening.fit(vectors, 0, D)));
    }

    @Test
    void fewerDimensionsAreTheFirstOnes() {
        float[][] vectors = correlated(100);
        Whitening all = Whitening.fit(vectors, 0.2, D);
        Whitening two = Whitening.fit(vectors, 0.2, 2);
        assertThat(two.kept()).isEqualTo(2);
        assertThat(two.matrix()).isEqualTo(Arrays.copyOf(all.matrix(), 2 * D));
    }

    @Test
    void momentsAgreeWithTheDefinition() {
        float[][] vectors = correlated(50);
        Moments moments = new Moments(D);
        double[] sum = new double[D];
        double[] products = new double[D * D];
        for (float[] v : vectors) {
            moments.add(v);
            for (int i = 0; i < D; i++) {
                sum[i] += v[i] / 50.0;
                for (int j = 0; j < D; j++) {
                    products[i * D + j] += (double) v[i] * v[j] / 50;
                }
            }
        }
        for (int i = 0; i < D; i++) {
            assertThat(moments.mean()[i]).isCloseTo(sum[i], within(1e-9));
            for (int j = 0; j < D; j++) {
                assertThat(moments.covariance()[i * D + j])
                        .isCloseTo(products[i * D + j] - sum[i] * sum[j], within(1e-6));
            }
        }
    }

    @Test
    void equalVectorsCannotBeWhitened() {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Whitening.fit(new float[][] {{1, 2}, {1, 2}}, 0.2, 2))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    private static float[][] correlated(int count) {
        Random random = new Random(3);
        float[][] vectors = new float[count][D];
        for (float[] vector : vectors) {
            double shared = random.nextGaussian();
            for (int i = 0; i < D; i++) {
                vector[i] = (float) (5 + i * shared + 0.3 * (i + 1) * random.nextGaussian());
            }
        }
        return vectors;
    }

    private static float[] applied(Whitening whitening, float[] vector) {
        float[] result = new float[whitening.kept()];
        for (int k = 0; k < result.length; k++) {
            double sum = 0;
            for (int i = 0; i < D; i++) {
                sum += whitening.matrix()[k * D + i] * (vector[i] - whitening.mean()[i]);
            }
            result[k] = (float) sum;
        }
        return result;
    }

    private static double largest(Whitening whitening) {
        double largest = 0;
        for (float value : whitening.matrix()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
