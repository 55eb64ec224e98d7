package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.Checkpoint;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The whitenings of a model's global descriptor as they are kept in a safetensors file: tensors {@code part0.mean},
 * {@code part0.matrix} and so on, {@code final.mean} and {@code final.matrix} for one over the concatenation, and the
 * metadata of {@link Origin}.
 *
 * @param parts one for each part of the global descriptor, in its order
 * @param finalProjection applied to the concatenated parts, for example to shorten them
 */
public record WhiteningFile(List<Whitening> parts, Optional<Whitening> finalProjection, Origin origin) {
    /** Below this many images a whitening describes the images more than the world. */
    public static final int ENOUGH_IMAGES = 5_000;

    /**
     * Where a whitening comes from.
     *
     * @param source what the images were, for people
     * @param images how many
     * @param eps shrinkage
     * @param global {@link FeatureRecipe#globalText()} of the descriptors it was learned from
     * @param weights SHA-256 of the network's weights
     */
    public record Origin(String source, long images, double eps, String global, String weights) {}

    public WhiteningFile {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a whitening has at least one part");
        }
    }

    /** Writes atomically. */
    public void save(Path file) {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        NativeScope.compute(file.toString(), () -> {
            for (int i = 0; i < parts.size(); i++) {
                put(tensors, "part" + i, parts.get(i));
            }
            finalProjection.ifPresent(whitening -> put(tensors, "final", whitening));
            SafetensorsWriter.write(
                    file,
                    tensors,
                    Map.of(
                            "format", "patchrank-whitening-1",
                            "created-by", "patchrank",
                            "source", origin.source(),
                            "images", Long.toString(origin.images()),
                            "eps", Double.toString(origin.eps()),
                            "global", origin.global(),
                            "weights-sha256", origin.weights()));
            return true;
        });
    }

    private static void put(Map<String, Tensor> tensors, String name, Whitening whitening) {
        tensors.put(name + ".mean", HostArrays.tensor(whitening.mean(), whitening.dimension()));
        tensors.put(name + ".matrix", HostArrays.tensor(whitening.matrix(), whitening.kept(), whitening.dimension()));
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws PatchrankException {@code MODEL_INVALID} naming what is wrong
     */
    public static WhiteningFile load(Path file) {
        try (ModelFile opened = ModelFile.open(file)) {
            return read(opened.content());
        }
    }

    static WhiteningFile read(Checkpoint file) {
        List<Whitening> parts = new ArrayList<>();
        while (file.weights().names().contains("part" + parts.size() + ".mean")) {
            parts.add(get(file, "part" + parts.size()));
        }
        if (parts.isEmpty()) {
            throw invalid(file, "holds no whitening (no tensor part0.mean)", null);
        }
        Optional<Whitening> last =
                file.weights().names().contains("final.mean") ? Optional.of(get(file, "final")) : Optional.empty();
        Map<String, String> metadata = file.metadata();
        try {
            Origin origin = new Origin(
                    metadata.getOrDefault("source", ""),
                    Long.parseLong(metadata.getOrDefault("images", "0")),
                    Double.parseDouble(metadata.getOrDefault("eps", "0")),
                    metadata.getOrDefault("global", ""),
                    metadata.getOrDefault("weights-sha256", ""));
            return new WhiteningFile(parts, last, origin);
        } catch (NumberFormatException e) {
            throw invalid(file, "its metadata holds no number where one belongs", e);
        }
    }

    private static Whitening get(Checkpoint file, String name) {
        Tensor mean = file.weights().get(name + ".mean");
        Tensor matrix = file.weights().get(name + ".matrix");
        if (mean.dim() != 1 || matrix.dim() != 2 || matrix.size(1) != mean.size(0) || matrix.numel() == 0) {
            throw invalid(file, "tensors " + name + ".mean and " + name + ".matrix do not fit", null);
        }
        return new Whitening(HostArrays.floats(mean), HostArrays.floats(matrix));
    }

    private static PatchrankException invalid(Checkpoint file, String reason, @Nullable Throwable cause) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, file.subject(), reason, cause);
    }
}
