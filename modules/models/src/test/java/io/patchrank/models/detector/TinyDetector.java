package io.patchrank.models.detector;

import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/** Random weights of a detector, under the names of AMES' {@code SpatialAttention2d}. */
public final class TinyDetector {
    private TinyDetector() {}

    public static SequencedMap<String, Tensor> random(long seed, int width) {
        Random random = new Random(seed);
        LinkedHashMap<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("conv1.weight", HostArrays.tensor(gaussian(random, width * width), width, width, 1, 1));
        weights.put("conv1.bias", HostArrays.tensor(gaussian(random, width), width));
        weights.put("bn.weight", HostArrays.tensor(gaussian(random, width), width));
        weights.put("bn.bias", HostArrays.tensor(gaussian(random, width), width));
        weights.put("bn.running_mean", HostArrays.tensor(gaussian(random, width), width));
        float[] variances = new float[width];
        for (int i = 0; i < width; i++) {
            variances[i] = 0.5f + random.nextFloat();
        }
        weights.put("bn.running_var", HostArrays.tensor(variances, width));
        weights.put("conv2.weight", HostArrays.tensor(gaussian(random, width), 1, width, 1, 1));
        weights.put("conv2.bias", HostArrays.tensor(gaussian(random, 1), 1));
        return weights;
    }

    private static float[] gaussian(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return values;
    }

    public static Path write(Path file, Map<String, Tensor> weights) {
        SafetensorsWriter.write(file, new LinkedHashMap<>(weights), Map.of());
        return file;
    }
}
