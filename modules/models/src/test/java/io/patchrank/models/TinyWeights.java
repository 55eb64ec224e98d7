package io.patchrank.models;

import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/** Random weights of a small network of the family: width 64, 1 head, 3x3 learned grid, patch 14, facebookresearch names. */
final class TinyWeights {
    static final int DIM = 64;

    private TinyWeights() {}

    static SequencedMap<String, Tensor> random(int depth) {
        Random random = new Random(7);
        LinkedHashMap<String, Tensor> weights = new LinkedHashMap<>();
        put(weights, random, "cls_token", 1, 1, DIM);
        put(weights, random, "pos_embed", 1, 10, DIM);
        put(weights, random, "patch_embed.proj.weight", DIM, 3, 14, 14);
        put(weights, random, "patch_embed.proj.bias", DIM);
        for (int i = 0; i < depth; i++) {
            String block = "blocks." + i + ".";
            put(weights, random, block + "norm1.weight", DIM);
            put(weights, random, block + "norm1.bias", DIM);
            put(weights, random, block + "attn.qkv.weight", 3 * DIM, DIM);
            put(weights, random, block + "attn.qkv.bias", 3 * DIM);
            put(weights, random, block + "attn.proj.weight", DIM, DIM);
            put(weights, random, block + "attn.proj.bias", DIM);
            put(weights, random, block + "ls1.gamma", DIM);
            put(weights, random, block + "norm2.weight", DIM);
            put(weights, random, block + "norm2.bias", DIM);
            put(weights, random, block + "mlp.fc1.weight", 2 * DIM, DIM);
            put(weights, random, block + "mlp.fc1.bias", 2 * DIM);
            put(weights, random, block + "mlp.fc2.weight", DIM, 2 * DIM);
            put(weights, random, block + "mlp.fc2.bias", DIM);
            put(weights, random, block + "ls2.gamma", DIM);
        }
        return weights;
    }

    static Path write(Path folder, Map<String, Tensor> weights) {
        Path file = folder.resolve("tiny.safetensors");
        SafetensorsWriter.write(file, new LinkedHashMap<>(weights), Map.of());
        return file;
    }

    static void put(Map<String, Tensor> weights, Random random, String name, long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (0.2 * random.nextGaussian());
        }
        weights.put(name, HostArrays.tensor(values, shape));
    }
}
