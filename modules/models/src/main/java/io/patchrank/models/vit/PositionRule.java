package io.patchrank.models.vit;

import io.patchrank.torch.StateDict;
import io.patchrank.torch.WeightNames;

/**
 * How learned positions are stretched to another grid (bicubic). It belongs to the weights: the wrong rule shifts
 * features by up to 0.09.
 *
 * @param offset added to the grid's sides before they are divided by those of the learned grid; 0 scales by plain size
 * @param antialias low-pass filter when shrinking
 */
public record PositionRule(double offset, boolean antialias) {
    /** facebookresearch/dinov2 without registers. */
    public static final PositionRule FACEBOOK_RESEARCH = new PositionRule(0.1, false);

    /** Models with registers, from either publisher. */
    public static final PositionRule REGISTERS = new PositionRule(0, true);

    /** {@code Dinov2Model} of Hugging Face transformers. */
    public static final PositionRule HUGGING_FACE = new PositionRule(0, false);

    /** The rule of the publisher whose names {@code weights} (as in the file) carry. */
    public static PositionRule of(StateDict weights) {
        if (weights.names().stream().anyMatch(name -> name.endsWith("register_tokens"))) {
            return REGISTERS;
        }
        return WeightNames.isHuggingFace(weights) ? HUGGING_FACE : FACEBOOK_RESEARCH;
    }
}
