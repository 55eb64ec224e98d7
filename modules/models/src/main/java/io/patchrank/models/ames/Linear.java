package io.patchrank.models.ames;

import io.patchrank.models.vit.WeightLoader;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer: [..., in] to [..., out]. A single row is multiplied as a vector, which reads the weights as they lie; a
 * product of matrices would first copy them into blocks, which takes longer than all else.
 */
record Linear(Tensor weight, TensorOptional bias) {
    static Linear load(WeightLoader weights, String name, int out, int in) {
        return new Linear(weights.loadMatrix(name + ".weight", out, in), weights.loadOptional(name + ".bias", out));
    }

    Tensor apply(Tensor x) {
        if (!isRow(x)) {
            return torch.linear(x, weight, bias);
        }
        long[] shape = new long[(int) x.dim()];
        Arrays.fill(shape, 1);
        shape[shape.length - 1] = -1;
        return torch.addmv(bias.get(), weight, x.reshape(-1)).view(shape);
    }

    /** The same, written into {@code target}. @param x [..., in], dense. @param target [..., out], dense */
    Tensor apply(Tensor x, Tensor target) {
        if (isRow(x)) {
            torch.addmv_out(target.view(-1), bias.get(), weight, x.view(-1));
        } else {
            torch.addmm_out(rows(target), bias.get(), rows(x), weight.t());
        }
        return target;
    }

    /** The same, added to {@code sum}. @param x [..., in], dense. @param sum [..., out], dense */
    void addTo(Tensor sum, Tensor x) {
        sum.add_(bias.get());
        if (isRow(x)) {
            sum.view(-1).addmv_(weight, x.view(-1));
        } else {
            rows(sum).addmm_(rows(x), weight.t());
        }
    }

    private boolean isRow(Tensor x) {
        return x.numel() == weight.size(1);
    }

    private static Tensor rows(Tensor x) {
        return x.view(-1, x.size(-1));
    }
}
