package io.patchrank.models.registry;

import io.patchrank.torch.Checkpoint;
import io.patchrank.torch.NativeScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * What is inside a file of weights, whoever it is from.
 *
 * @param tensors how many
 * @param parameters numbers in all of them
 * @param types tensors of each element type
 * @param looksLike networks that have such tensors, with what their shapes tell
 */
public record WeightsSummary(int tensors, long parameters, Map<String, Integer> types, List<String> looksLike) {
    private static final List<String> EXTENSIONS = List.of(".safetensors", ".pth", ".pt", ".pyth");

    /**
     * Reads names and shapes; numbers are not touched.
     *
     * @return empty for a file of a format that is not read
     * @throws io.patchrank.api.error.PatchrankException {@code MODEL_INVALID} naming the tensor that breaks the format
     */
    public static Optional<WeightsSummary> of(Path file) {
        // Anything may be shown; only what claims to be weights must be whole.
        String name = file.toString();
        if (EXTENSIONS.stream().noneMatch(name::endsWith)) {
            return Optional.empty();
        }
        return NativeScope.compute(file.toString(), () -> {
            try (Checkpoint weights = Checkpoint.open(file)) {
                return Optional.of(of(weights.weights().tensors()));
            }
        });
    }

    private static WeightsSummary of(Map<String, Tensor> tensors) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Map<String, Integer> types = new TreeMap<>();
        long parameters = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long[] shape = new long[(int) tensor.dim()];
            Arrays.setAll(shape, tensor::size);
            shapes.put(entry.getKey(), shape);
            types.merge(tensor.scalar_type().intern().name(), 1, Integer::sum);
            parameters += tensor.numel();
        }
        return new WeightsSummary(tensors.size(), parameters, types, new ShapeReading(shapes).networks());
    }
}
