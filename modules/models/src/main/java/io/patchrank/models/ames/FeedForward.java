package io.patchrank.models.ames;

import io.patchrank.models.vit.Buffers;
import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;

/** Two linear layers around an activation, [D] to [F] to [D]. Runs inside the caller's scope. */
record FeedForward(Linear widen, Linear narrow, Activation activation) {
    static FeedForward load(WeightLoader weights, String layer, AmesArchitecture shape, Activation activation) {
        return new FeedForward(
                Linear.load(weights, layer + "linear1", shape.feedForward(), shape.modelDimension()),
                Linear.load(weights, layer + "linear2", shape.modelDimension(), shape.feedForward()),
                activation);
    }

    /** @param sum [B, n, D], may be {@code tokens}. @param tokens [B, n, D] */
    void addTo(Tensor sum, Tensor tokens, Buffers buffers) {
        Tensor inside = buffers.take(
                Use.INSIDE, tokens.size(0), tokens.size(1), widen.weight().size(0));
        narrow.addTo(sum, activation.apply(widen.apply(tokens, inside)));
    }
}
