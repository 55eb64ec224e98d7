package io.patchrank.torch;

import io.patchrank.pickle.ElementType;
import io.patchrank.pickle.PickledValue;
import io.patchrank.pickle.StoredTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tensors of a {@code torch.save} file as torch's, with the memory that they alias. Training programs save more than
 * the weights, so the dict of weights is looked for under the usual keys: {@code state} (AMES), {@code state_dict},
 * {@code model} and {@code teacher} (DINOv2), one within the other. What lies beside such a key (optimizer, epoch) is
 * left alone; beside the weights themselves only numbers and texts may lie.
 */
final class TorchWeights {
    private static final List<String> WRAPPERS = List.of("state", "state_dict", "model", "teacher");
    private static final int MOST_WRAPPERS = 4;
    private static final int MOST_NAMED = 10;

    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    /** What the tensors alias. Reachable as long as they may be used. */
    private final List<BytePointer> memory = new ArrayList<>();

    private TorchWeights() {}

    static TorchWeights of(PickledValue content) {
        PickledValue dict = unwrap(content);
        Map<String, StoredTensor> stored = tensors(dict);
        TorchWeights weights = new TorchWeights();
        try {
            return NativeScope.compute(content.subject(), () -> {
                stored.forEach((name, tensor) -> weights.add(name, tensor, dict));
                return weights;
            });
        } catch (RuntimeException e) {
            weights.tensors.values().forEach(Tensor::close);
            throw e;
        }
    }

    private static PickledValue unwrap(PickledValue content) {
        PickledValue dict = content;
        for (int i = 0; i < MOST_WRAPPERS; i++) {
            Optional<PickledValue> inner = inner(dict);
            if (inner.isEmpty()) {
                break;
            }
            dict = inner.get();
        }
        return dict;
    }

    private static Optional<PickledValue> inner(PickledValue dict) {
        if (!dict.isDict()) {
            throw dict.wrong("is no dict of weights but " + dict.kind());
        }
        return WRAPPERS.stream()
                .flatMap(key -> dict.find(key).stream())
                .filter(PickledValue::isDict)
                .findFirst();
    }

    private static Map<String, StoredTensor> tensors(PickledValue dict) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String key : dict.keys()) {
            PickledValue value = dict.get(key);
            if (value.isTensor()) {
                tensors.put(key, value.tensor());
            } else if (value.isDict() || value.isList()) {
                others.add(key + ": " + value.kind());
            }
        }
        if (tensors.isEmpty()) {
            throw dict.wrong("holds no weights; it has the keys " + some(List.copyOf(dict.keys()))
                    + ", and weights are looked for there and under " + WRAPPERS);
        }
        if (!others.isEmpty()) {
            throw dict.wrong("holds more than weights: " + some(others));
        }
        return tensors;
    }

    private static String some(List<String> names) {
        return names.size() <= MOST_NAMED
                ? names.toString()
                : names.subList(0, MOST_NAMED) + " and " + (names.size() - MOST_NAMED) + " more";
    }

    private void add(String name, StoredTensor tensor, PickledValue dict) {
        ScalarType type = type(tensor.type())
                .orElseThrow(() -> dict.get(name).wrong("has a type that no network has: " + tensor.type()));
        BytePointer pointer = NativeScope.keep(new BytePointer(direct(tensor.bytes())));
        memory.add(pointer);
        try (TensorOptions options = new TensorOptions(type)) {
            tensors.put(name, NativeScope.keep(torch.from_blob(pointer, tensor.shape(), options)));
        }
    }

    /** What is stored transposed or in big-endian has been copied, to the heap. */
    private static ByteBuffer direct(ByteBuffer bytes) {
        return bytes.isDirect()
                ? bytes
                : ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
    }

    private static Optional<ScalarType> type(ElementType type) {
        return switch (type) {
            case FLOAT64 -> Optional.of(ScalarType.Double);
            case FLOAT32 -> Optional.of(ScalarType.Float);
            case FLOAT16 -> Optional.of(ScalarType.Half);
            case BFLOAT16 -> Optional.of(ScalarType.BFloat16);
            case INT64 -> Optional.of(ScalarType.Long);
            case INT32 -> Optional.of(ScalarType.Int);
            case INT16 -> Optional.of(ScalarType.Short);
            case INT8 -> Optional.of(ScalarType.Char);
            case UINT8 -> Optional.of(ScalarType.Byte);
            case BOOL -> Optional.of(ScalarType.Bool);
            case UINT64, UINT32, UINT16 -> Optional.empty();
        };
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    /** After the tensors are closed. */
    void release() {
        memory.clear();
    }
}
