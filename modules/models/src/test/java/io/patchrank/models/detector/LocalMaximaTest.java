package io.patchrank.models.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import org.junit.jupiter.api.Test;

class LocalMaximaTest {
    @Test
    void masksAreThoseOfAmes() {
        GoldenTensors golden = GoldenTensors.read(SharedFiles.require("golden/detector/locations.safetensors"));
        PatchGrid grid = new PatchGrid(7, 9);
        assertThat(peaks(LocalMaxima.DINO, golden.floats("nms_in"), grid)).isEqualTo(golden.floats("nms_dino"));
        assertThat(peaks(LocalMaxima.CVNET, golden.floats("nms_in"), grid)).isEqualTo(golden.floats("nms_cvnet"));
    }

    @Test
    void patchIsAPeakAmongItsEightNeighbours() {
        float[] weights = {
            1.0f, 0.5f, 0.2f, //
            0.95f, 0.1f, 0.2f, //
            0.1f, 0.1f, 0.2f
        };
        PatchGrid grid = new PatchGrid(3, 3);
        assertThat(peaks(LocalMaxima.CVNET, weights, grid)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(peaks(LocalMaxima.DINO, weights, grid)).containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 1);
    }

    private static float[] peaks(LocalMaxima maxima, float[] weights, PatchGrid grid) {
        return NativeScope.compute(
                "peaks", () -> HostArrays.floats(maxima.of(HostArrays.tensor(weights, 1, weights.length), grid)));
    }
}
