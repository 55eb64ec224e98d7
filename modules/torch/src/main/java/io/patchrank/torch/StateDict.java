package io.patchrank.torch;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Named weights of one network. Owns its tensors: they are released by {@link #close()}, once. Safe to read from
 * several threads.
 */
public final class StateDict implements AutoCloseable {
    private final String subject;
    private final Map<String, Tensor> tensors;

    private StateDict(String subject, Map<String, Tensor> tensors) {
        this.subject = subject;
        this.tensors = tensors;
    }

    /**
     * Takes over {@code tensors}.
     *
     * @param subject names their origin in errors
     */
    public static StateDict owning(String subject, Map<String, Tensor> tensors) {
        return new StateDict(subject, new LinkedHashMap<>(tensors));
    }

    /** The tensors of {@code file}, not copied: they are valid as long as the file is open. */
    public static StateDict viewOf(SafetensorsFile file) {
        Map<String, Tensor> views = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> views.put(name, new Tensor(tensor)));
        return new StateDict(file.subject(), views);
    }

    /** Where the weights come from, for messages. */
    public String subject() {
        return subject;
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * One tensor; it stays this dict's.
     *
     * @throws PatchrankException {@code MODEL_INVALID} when there is no such tensor
     */
    public Tensor get(String name) {
        return find(name).orElseThrow(() -> invalid("tensor " + name + " is missing"));
    }

    /**
     * A tensor that must have this shape; -1 takes any side.
     *
     * @throws PatchrankException {@code MODEL_INVALID} when it is missing or has another shape
     */
    public Tensor get(String name, long... shape) {
        Tensor tensor = get(name);
        long[] actual = tensor.shape();
        boolean fits = actual.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] == -1 || shape[i] == actual[i];
        }
        if (!fits) {
            throw invalid("tensor " + name + " has the shape " + Arrays.toString(actual) + ", expected "
                    + Arrays.toString(shape).replace("-1", "any"));
        }
        return tensor;
    }

    /** A dict of its own with every tensor copied to {@code device} and converted to {@code type}. */
    public StateDict copyTo(ComputeDevice device, ScalarType type) {
        return map(tensor -> copyOf(tensor, device, type));
    }

    /** A dict of its own with what {@code change} makes of every tensor. */
    public StateDict map(UnaryOperator<Tensor> change) {
        return NativeScope.compute(subject, () -> {
            Map<String, Tensor> changed = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> changed.put(name, NativeScope.keep(change.apply(tensor))));
            return new StateDict(subject, changed);
        });
    }

    /** One tensor, always copied, on {@code device} as {@code type}. */
    public static Tensor copyOf(Tensor tensor, ComputeDevice device, ScalarType type) {
        try (Device target = device.toTorch();
                MemoryFormatOptional format = new MemoryFormatOptional()) {
            return tensor.to(target, type, false, true, format);
        }
    }

    private PatchrankException invalid(String reason) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, subject, reason);
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
    }
}
