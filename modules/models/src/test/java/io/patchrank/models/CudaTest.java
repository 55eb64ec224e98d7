package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.picture.Picture;
import io.patchrank.models.vit.Precision;
import io.patchrank.torch.ComputeDevice;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded model on a GPU, where there is one and the build is for it. */
@EnabledIf(value = "cudaIsThere", disabledReason = "libtorch finds no CUDA device")
class CudaTest {
    static boolean cudaIsThere() {
        return torch.cuda_is_available();
    }

    /** More pictures than one batch holds, of two sizes. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void featuresAreThoseOfTheCpu(Precision precision) {
        List<Picture> pictures = LongStream.range(0, 20)
                .mapToObj(seed -> TestPictures.random(seed, 56, seed < 17 ? 84 : 56))
                .toList();
        double least = precision == Precision.FLOAT32 ? 0.99999 : 0.995;
        try (TransformerExtractor gpu =
                        Models.open(ModelDefinition.embedded().withPrecision(precision), new ComputeDevice(0));
                TransformerExtractor cpu = Models.open(ModelDefinition.embedded(), ComputeDevice.CPU)) {
            List<ImageFeatures> onGpu = gpu.extract(pictures);
            List<ImageFeatures> onCpu = cpu.extract(pictures);

            assertThat(gpu.model().device()).isEqualTo("cuda:0");
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(cosine(onGpu.get(i).global(), onCpu.get(i).global())).isCloseTo(1, within(1 - least));
                // Patches of nearly the same weight may change places: all are kept, so their mean is compared.
                assertThat(cosine(mean(onGpu.get(i)), mean(onCpu.get(i)))).isCloseTo(1, within(1 - least));
            }
        }
    }

    private static float[] mean(ImageFeatures features) {
        int dimension = features.locals().dimension();
        float[] mean = new float[dimension];
        for (int i = 0; i < features.locals().values().length; i++) {
            mean[i % dimension] += features.locals().values()[i];
        }
        return mean;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot / Math.sqrt(norm(a) * norm(b));
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float value : a) {
            sum += (double) value * value;
        }
        return sum;
    }
}
