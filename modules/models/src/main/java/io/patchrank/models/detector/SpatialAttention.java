package io.patchrank.models.detector;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The spatial-attention detector of AMES (Suma et al. 2024; {@code extract/spatial_attention_2d.py} of pavelsuma/ames),
 * inference only: a 1x1 convolution and batch norm give the local descriptor, L2-normalised; after ReLU a second 1x1
 * convolution to one channel and softplus give how much it is worth. A 1x1 convolution looks at one patch at a time, so
 * patches come as rows and no grid is needed. It is trained for the patches of one block of one network.
 *
 * <p>Computes in float32, step by step as the reference: batch norm folded into the convolution would save little, and
 * differ in the last digits. Immutable and thread-safe; runs inside the caller's scope.
 */
public final class SpatialAttention implements AutoCloseable {
    private static final double NORM_EPSILON = 1e-5;
    private static final double SHORTEST = 1e-15;
    /** Above it softplus is the identity. */
    private static final double SOFTPLUS_THRESHOLD = 20;

    private final List<Pointer> owned = new ArrayList<>();
    private final int dimension;
    private final Tensor projection;
    private final Tensor projectionBias;
    private final TensorOptional normWeight;
    private final TensorOptional normBias;
    private final TensorOptional normMean;
    private final TensorOptional normVariance;
    private final Tensor scoring;
    private final Tensor scoringBias;

    /**
     * What the detector says of patches.
     *
     * @param descriptors L2-normalised, float32 [B, N, D]
     * @param scores before softplus, float32 [B, N]
     * @param weights above 0, float32 [B, N]
     */
    public record Detected(Tensor descriptors, Tensor scores, Tensor weights) {}

    private SpatialAttention(StateDict state, ComputeDevice device) {
        this.dimension = (int) state.get("conv1.weight", -1, -1, 1, 1).size(1);
        check(state);
        this.projection = copy(state.get("conv1.weight").view(dimension, dimension), device);
        this.projectionBias = copy(state.get("conv1.bias"), device);
        this.normWeight = optional(copy(state.get("bn.weight"), device));
        this.normBias = optional(copy(state.get("bn.bias"), device));
        this.normMean = optional(copy(state.get("bn.running_mean"), device));
        this.normVariance = optional(copy(state.get("bn.running_var"), device));
        this.scoring = copy(state.get("conv2.weight").view(1, dimension), device);
        this.scoringBias = copy(state.get("conv2.bias"), device);
    }

    /** Everything, before anything is copied. */
    private void check(StateDict state) {
        checkFinite(state, "conv1.weight", dimension, dimension, 1, 1);
        for (String name : List.of("conv1.bias", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var")) {
            checkFinite(state, name, dimension);
        }
        checkFinite(state, "conv2.weight", 1, dimension, 1, 1);
        checkFinite(state, "conv2.bias", 1);
        if (state.get("bn.running_var").lt(new Scalar(0)).any().item_bool()) {
            throw invalid(state.subject(), "tensor bn.running_var holds variances below 0");
        }
    }

    private static void checkFinite(StateDict state, String name, long... shape) {
        if (!state.get(name, shape).isfinite().all().item_bool()) {
            throw invalid(state.subject(), "tensor " + name + " holds numbers that are not finite");
        }
    }

    private Tensor copy(Tensor tensor, ComputeDevice device) {
        Tensor copy = NativeScope.keep(StateDict.copyOf(tensor, device, ScalarType.Float));
        owned.add(copy);
        return copy;
    }

    private TensorOptional optional(Tensor tensor) {
        TensorOptional optional = NativeScope.keep(new TensorOptional(tensor));
        owned.add(optional);
        return optional;
    }

    /**
     * Loads a detector. The weights are copied, so {@code state} may be closed afterwards.
     *
     * @param state names of {@code SpatialAttention2d}, any float type
     * @param width D of the patches that it will be given
     * @throws PatchrankException {@code MODEL_INVALID} naming file and tensor when it is no such detector, or one for
     *     patches of another width
     */
    public static SpatialAttention load(StateDict state, int width, ComputeDevice device) {
        return NativeScope.compute(state.subject(), () -> {
            Tensor first = state.get("conv1.weight", -1, -1, 1, 1);
            if (first.size(1) != width) {
                throw invalid(
                        state.subject(),
                        "tensor conv1.weight takes patches of " + first.size(1) + " numbers, those of the model have "
                                + width + "; a detector works with the network that it was trained for");
            }
            return new SpatialAttention(state, device);
        });
    }

    /** D, of the patches that go in and of the descriptors that come out. */
    public int dimension() {
        return dimension;
    }

    /** @param patches any float type, [B, N, D] */
    public Detected detect(Tensor patches) {
        long batch = patches.size(0);
        Tensor rows = patches.to(projection.device(), ScalarType.Float).reshape(-1, dimension);
        Tensor projected = torch.batch_norm(
                torch.linear(rows, projection, projectionBias),
                normWeight,
                normBias,
                normMean,
                normVariance,
                false,
                0,
                NORM_EPSILON,
                false);
        Tensor length = projected
                .norm(new ScalarOptional(new Scalar(2)), new long[] {1}, true)
                .clamp_min(new Scalar(SHORTEST));
        Tensor scores = torch.linear(projected.relu(), scoring, scoringBias).view(batch, -1);
        Tensor weights = torch.softplus(scores, new Scalar(1), new Scalar(SOFTPLUS_THRESHOLD));
        return new Detected(projected.div(length).view(batch, -1, dimension), scores, weights);
    }

    private static PatchrankException invalid(String subject, String reason) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, subject, reason);
    }

    /** Nobody may be detecting. */
    @Override
    public void close() {
        owned.forEach(Pointer::close);
        owned.clear();
    }
}
