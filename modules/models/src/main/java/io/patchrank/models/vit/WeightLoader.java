package io.patchrank.models.vit;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Copies weights of a checked shape to where and how the network computes, and owns the copies. Copies, because a
 * mapped file that is overwritten or cut short would take the process down. Used inside a {@link NativeScope}.
 */
public final class WeightLoader implements AutoCloseable {
    private final StateDict weights;
    private final ComputeDevice device;
    private final ScalarType type;
    private final List<Pointer> owned = new ArrayList<>();
    private final Set<String> loaded = new HashSet<>();

    /** @param weights with the network's own names; only read while loading */
    public WeightLoader(StateDict weights, ComputeDevice device, ScalarType type) {
        this.weights = weights;
        this.device = device;
        this.type = type;
    }

    /**
     * A tensor that must have this shape; -1 takes any side.
     *
     * @throws PatchrankException {@code MODEL_INVALID} when it is missing or has another shape
     */
    public Tensor load(String name, long... shape) {
        Tensor copy = StateDict.copyOf(weights.get(name, shape), device, type);
        loaded.add(name);
        return own(copy);
    }

    /**
     * A matrix [out, in] of a linear layer, laid out by columns: multiplied so, the layers of ViT-S are 4 % faster on a
     * CPU, those of AMES 5 to 26 % (OpenBLAS, one thread).
     */
    public Tensor loadMatrix(String name, long out, long in) {
        Tensor rows = StateDict.copyOf(weights.get(name, out, in), device, type);
        loaded.add(name);
        return ownMatrix(rows);
    }

    /** The same of a matrix that was computed from weights. @param rows [out, in] */
    public Tensor ownMatrix(Tensor rows) {
        return own(rows.t().contiguous().t());
    }

    /** Closes a tensor that was computed from weights with them. */
    public Tensor own(Tensor derived) {
        owned.add(NativeScope.keep(derived));
        return derived;
    }

    /** Where torch takes an optional. @param tensor of this loader */
    public TensorOptional optional(Tensor tensor) {
        TensorOptional filled = NativeScope.keep(new TensorOptional(tensor));
        owned.add(filled);
        return filled;
    }

    /**
     * A linear layer of a float type.
     *
     * @param stem name of the layer, before {@code .weight} and {@code .bias}
     * @param out -1 takes any
     */
    LinearLayer loadLinear(String stem, long out, long in) {
        Tensor columns = loadMatrix(stem + ".weight", out, in);
        return new LinearLayer.InFloat(columns, loadOptional(stem + ".bias", columns.size(0)));
    }

    /** The same layer in int8, whatever the type of the others; see {@link LinearLayer.InInt8}. */
    LinearLayer loadInt8Linear(String stem, long out, long in) {
        Tensor rows = StateDict.copyOf(weights.get(stem + ".weight", out, in), device, ScalarType.Float);
        Tensor bias = StateDict.copyOf(weights.get(stem + ".bias", rows.size(0)), device, ScalarType.Float);
        LinearLayer.InInt8 layer = LinearLayer.InInt8.pack(rows, bias);
        owned.add(NativeScope.keep(layer.packed()));
        loaded.add(stem + ".weight");
        loaded.add(stem + ".bias");
        return layer;
    }

    /** Where torch takes an optional, filled. */
    public TensorOptional loadOptional(String name, long... shape) {
        return optional(load(name, shape));
    }

    /** Names of the tensors loaded so far. */
    public Set<String> names() {
        return Collections.unmodifiableSet(loaded);
    }

    public boolean has(String name) {
        return weights.find(name).isPresent();
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
    }
}
