package io.patchrank.models.vit;

import io.patchrank.torch.ComputeDevice;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a network's weights do not say.
 *
 * @param heads attention heads; empty takes width / 64, which holds for all official sizes
 * @param positions empty takes the rule of the publisher, told from the names of the weights
 * @param depth blocks to load; empty takes all that there are
 */
public record VitOptions(
        OptionalInt heads,
        Optional<PositionRule> positions,
        OptionalInt depth,
        ComputeDevice device,
        Precision precision) {
    /** Everything inferred, float32 on the CPU. */
    public static VitOptions onCpu() {
        return new VitOptions(
                OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), ComputeDevice.CPU, Precision.FLOAT32);
    }

    public VitOptions withHeads(int count) {
        return new VitOptions(OptionalInt.of(count), positions, depth, device, precision);
    }

    public VitOptions withPrecision(Precision other) {
        return new VitOptions(heads, positions, depth, device, other);
    }

    public VitOptions withDepth(int blocks) {
        return new VitOptions(heads, positions, OptionalInt.of(blocks), device, precision);
    }
}
