package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.LocalDescriptors;
import org.junit.jupiter.api.Test;

class PatchPositionsTest {
    @Test
    void distancesAreInPatchesWhateverTheShapeOfThePicture() {
        // Columns 0, 3 and 4 of 23, rows 1, 1 and 3 of 17, rounded to half precision as storage does.
        PatchPositions positions =
                of(new float[] {0, 0, 0}, half(0.5 / 23, 3.5 / 23, 4.5 / 23), half(1.5 / 17, 1.5 / 17, 2.5 / 17));
        assertThat(distance(positions, 0, 1)).isCloseTo(3, within(0.01));
        assertThat(distance(positions, 1, 2)).isCloseTo(Math.sqrt(2), within(0.01));
    }

    @Test
    void otherScalesDoNotDisturbThePitch() {
        PatchPositions positions =
                of(new float[] {0, 0, 1}, new float[] {0.05f, 0.15f, 0.151f}, new float[] {0.05f, 0.15f, 0.151f});
        assertThat(distance(positions, 0, 1)).isCloseTo(Math.sqrt(2), within(0.01));
    }

    @Test
    void oneColumnIsAsWideAsThePicture() {
        PatchPositions positions = of(new float[2], new float[] {0.5f, 0.5f}, new float[] {0.25f, 0.75f});
        assertThat(distance(positions, 0, 1)).isCloseTo(1, within(1e-6));
    }

    @Test
    void imageWithoutDescriptorsHasNoPositions() {
        assertThat(of(new float[0], new float[0], new float[0]).x()).isEmpty();
    }

    private static double distance(PatchPositions positions, int i, int j) {
        return Math.hypot(
                positions.x()[i] - positions.x()[j],
                positions.y()[i] - positions.y()[j]);
    }

    private static float[] half(double... values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = Float.float16ToFloat(Float.floatToFloat16((float) values[i]));
        }
        return rounded;
    }

    private static PatchPositions of(float[] scale, float[] x, float[] y) {
        int n = x.length;
        return PatchPositions.of(
                new Rows(new LocalDescriptors(1, x, y, scale, new float[n], new boolean[n], new float[n]), n));
    }
}
