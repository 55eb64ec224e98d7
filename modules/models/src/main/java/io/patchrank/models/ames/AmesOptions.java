package io.patchrank.models.ames;

import io.patchrank.torch.ComputeDevice;

/**
 * What a checkpoint does not tell of its network.
 *
 * @param heads of every attention; must divide the model's dimension
 * @param activation of the feed-forward blocks
 */
public record AmesOptions(int heads, Activation activation, ComputeDevice device) {
    public AmesOptions {
        if (heads < 1) {
            throw new IllegalArgumentException("at least one head");
        }
    }

    /** As published: 2 heads, ReLU. */
    public static AmesOptions on(ComputeDevice device) {
        return new AmesOptions(2, Activation.RELU, device);
    }
}
