package io.patchrank.models.ames;

import io.patchrank.torch.HostArrays;
import io.patchrank.torch.StateDict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.Tensor;

/**
 * Checkpoints of any shape whose values follow from the tensors' names: element i of a tensor is drawn by splitmix64
 * seeded with the CRC-32 of its name. The golden manifest describes the rule, so the published size needs no file.
 *
 * @param bits 0 in full precision
 */
public record AmesCheckpoint(
        int localDimension, int bits, int modelDimension, int feedForward, int layers, boolean normalisesBefore) {
    /** The published size. */
    static AmesCheckpoint full(boolean binary) {
        return new AmesCheckpoint(768, binary ? 128 : 0, 128, 1024, 5, false);
    }

    static AmesCheckpoint small(boolean binary, int layers, boolean normalisesBefore) {
        return new AmesCheckpoint(24, binary ? 16 : 0, 16, 40, layers, normalisesBefore);
    }

    /** Shapes by name, in the order of the reference's state dict. */
    SequencedMap<String, long[]> shapes() {
        SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("mtc_token", new long[] {modelDimension});
        if (bits > 0) {
            shapes.put("remap_local.0.W", new long[] {localDimension, bits});
            linear(shapes, "remap_local.1", modelDimension, bits);
            norm(shapes, "remap_local.2");
        } else {
            linear(shapes, "remap_local.0", modelDimension, localDimension);
            norm(shapes, "remap_local.1");
        }
        for (int i = 0; i < layers; i++) {
            String layer = "decoder.layers." + i + ".";
            for (String attention : new String[] {"self_attn", "cross_attn"}) {
                shapes.put(layer + attention + ".in_proj_weight", new long[] {3L * modelDimension, modelDimension});
                shapes.put(layer + attention + ".in_proj_bias", new long[] {3L * modelDimension});
                linear(shapes, layer + attention + ".out_proj", modelDimension, modelDimension);
            }
            linear(shapes, layer + "linear1", feedForward, modelDimension);
            linear(shapes, layer + "linear2", modelDimension, feedForward);
            norm(shapes, layer + "norm1");
            norm(shapes, layer + "norm2");
            norm(shapes, layer + "norm3");
        }
        if (normalisesBefore) {
            norm(shapes, "decoder.norm");
        }
        linear(shapes, "classifier", 1, modelDimension);
        return shapes;
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {modelDimension});
        shapes.put(name + ".bias", new long[] {modelDimension});
    }

    /** The caller closes it. */
    public StateDict weights() {
        return StateDict.owning("generated " + this, tensors());
    }

    public SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        shapes().forEach((name, shape) -> tensors.put(name, HostArrays.tensor(values(name, shape), shape)));
        return tensors;
    }

    static float[] values(String name, long[] shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        // Of one-dimensional weights, only the match token is no layer normalisation's.
        double centre = shape.length == 1 && name.endsWith(".weight") ? 1 : 0;
        double spread = spread(name, shape);
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            double u = (splitMix(crc.getValue(), i + 1L) >>> 40) / (double) (1 << 24) * 2 - 1;
            values[i] = (float) (centre + spread * u);
        }
        return values;
    }

    private static double spread(String name, long[] shape) {
        if (name.contains("bias")) {
            return 0.125;
        }
        if (name.equals("mtc_token")) {
            return 1;
        }
        if (shape.length == 1) {
            return 0.25;
        }
        long in = name.equals("remap_local.0.W") ? shape[0] : shape[1];
        return Math.sqrt(3.0 / in) * (name.equals("classifier.weight") ? 4 : 1);
    }

    private static long splitMix(long seed, long k) {
        long z = seed + k * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
