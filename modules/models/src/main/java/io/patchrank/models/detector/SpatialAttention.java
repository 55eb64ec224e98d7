package io.patchrank.models.detector;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The spatial-attention detector of AMES (Suma et al. 2024; {@code extract/spatial_attention_2d.py} of pavelsuma/ames),
 * inference only: a 1x1 convolution and batch norm give the local descriptor, L2-normalised; after ReLU a second 1x1
 * convolution to one channel and softplus give how much it is worth. A 1x1 convolution looks at one patch at a time, so
 * patches come as rows and no grid is needed. It is trained for the patches of one block of one network.
 *
 * <p>Computes in float32. Immutable and thread-safe; runs inside the caller's scope.
 */
public final class SpatialAttention implements AutoCloseable {
    private static final double NORM_EPSILON = 1e-5;
    private static final double SHORTEST = 1e-15;
    /** Above it softplus is the identity. */
    private static final double SOFTPLUS_THRESHOLD = 20;

    private final int dimension;
    private final Tensor projection;
    private final Tensor projectionBias;
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
        // At inference batch norm is linear: y = factor * x + rest, so it goes into the convolution before it.
        Tensor factor = factor(state, dimension);
        Tensor weight =
                finite(state, "conv1.weight", dimension, dimension, 1, 1).view(dimension, dimension);
        Tensor centred = finite(state, "conv1.bias", dimension).sub(finite(state, "bn.running_mean", dimension));
        Tensor bias = centred.mul(factor).add(finite(state, "bn.bias", dimension));
        Tensor score = finite(state, "conv2.weight", 1, dimension, 1, 1).view(1, dimension);
        Tensor scoreBias = finite(state, "conv2.bias", 1);
        this.projection = kept(weight.mul(factor.unsqueeze(1)), device);
        this.projectionBias = kept(bias, device);
        this.scoring = kept(score, device);
        this.scoringBias = kept(scoreBias, device);
    }

    private static Tensor factor(StateDict state, int dimension) {
        Tensor variance = finite(state, "bn.running_var", dimension);
        if (variance.lt(new Scalar(0)).any().item_bool()) {
            throw invalid(state.subject(), "tensor bn.running_var holds variances below 0");
        }
        Tensor deviation = variance.add(new Scalar(NORM_EPSILON)).sqrt();
        return finite(state, "bn.weight", dimension).div(deviation);
    }

    /** In double precision: two layers are multiplied into one. */
    private static Tensor finite(StateDict state, String name, long... shape) {
        Tensor tensor = state.get(name, shape).to(ScalarType.Double);
        if (!tensor.isfinite().all().item_bool()) {
            throw invalid(state.subject(), "tensor " + name + " holds numbers that are not finite");
        }
        return tensor;
    }

    private static Tensor kept(Tensor tensor, ComputeDevice device) {
        return NativeScope.keep(StateDict.copyOf(tensor, device, ScalarType.Float));
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
        Tensor input = patches.to(projection.device(), ScalarType.Float);
        Tensor projected = torch.linear(input, projection, projectionBias);
        Tensor length = projected
                .norm(new ScalarOptional(new Scalar(2)), new long[] {2}, true)
                .clamp_min(new Scalar(SHORTEST));
        Tensor scores = torch.linear(projected.relu(), scoring, scoringBias).squeeze(2);
        Tensor weights = torch.softplus(scores, new Scalar(1), new Scalar(SOFTPLUS_THRESHOLD));
        return new Detected(projected.div(length), scores, weights);
    }

    private static PatchrankException invalid(String subject, String reason) {
        return new PatchrankException(ErrorCode.MODEL_INVALID, subject, reason);
    }

    /** Nobody may be detecting. */
    @Override
    public void close() {
        projection.close();
        projectionBias.close();
        scoring.close();
        scoringBias.close();
    }
}
