package io.patchrank.models.vit;

import io.patchrank.models.vit.Buffers.Use;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * softmax(q k' / sqrt(d)) v of every head, the way that is quickest for the number type, the device and the size. Runs
 * inside the caller's scope.
 */
public final class HeadAttention {
    /** Scores up to 4 MB stay in the caches of a CPU; there plain products take 0.85 of the fused kernel's time. */
    private static final long CACHED_SCORES = 1 << 20;

    private HeadAttention() {}

    /**
     * Attends.
     *
     * @param q [B, H, n, d], any strides
     * @param k [B, H, m, d]
     * @param v [B, H, m, d]
     * @param target [B, H, n, d], any strides; laid out as [B, n, H, d] it joins the heads without a copy
     */
    public static void attend(Tensor q, Tensor k, Tensor v, Tensor target, Buffers buffers) {
        if (fusedIsQuicker(q, k)) {
            try (Tensor gathered = fused(q, k, v)) {
                target.copy_(gathered);
            }
        } else {
            inProducts(q, k, v, target, buffers);
        }
    }

    static boolean fusedIsQuicker(Tensor q, Tensor k) {
        if (q.is_cuda()) {
            return true;
        }
        // The fused kernel of CPUs takes 8 times as long in bfloat16.
        return q.scalar_type().intern() == ScalarType.Float && q.size(1) * q.size(2) * k.size(2) > CACHED_SCORES;
    }

    static Tensor fused(Tensor q, Tensor k, Tensor v) {
        return torch.scaled_dot_product_attention(
                q, k, v, new TensorOptional(), 0.0, false, new DoubleOptional(), false);
    }

    /** Image by image, whose heads are slices that a product takes as they are; nothing is copied. */
    static void inProducts(Tensor q, Tensor k, Tensor v, Tensor target, Buffers buffers) {
        Scalar scale = new Scalar(1 / Math.sqrt((double) q.size(3)));
        for (long image = 0; image < q.size(0); image++) {
            Tensor rows = q.select(0, image);
            Tensor keys = k.select(0, image);
            Tensor values = v.select(0, image);
            try (Tensor scores = buffers.take(Use.SCORES, q.size(1), q.size(2), k.size(2))) {
                if (q.size(2) == 1) {
                    rowOfEachHead(rows.mul(scale), keys, values, target.select(0, image), scores);
                } else {
                    torch.baddbmm_out(scores, scores, rows, keys.transpose(1, 2), new Scalar(0), scale);
                    torch.softmax_out(scores, scores, -1);
                    torch.bmm_out(target.select(0, image), scores, values);
                }
            }
        }
    }

    /** By vectors: a product of matrices would copy all keys and values first, for one row. */
    private static void rowOfEachHead(Tensor rows, Tensor keys, Tensor values, Tensor target, Tensor scores) {
        for (long head = 0; head < rows.size(0); head++) {
            Tensor row = scores.select(0, head).select(0, 0);
            torch.mv_out(row, keys.select(0, head), rows.select(0, head).select(0, 0));
            torch.softmax_out(row, row, -1);
            torch.mv_out(
                    target.select(0, head).select(0, 0), values.select(0, head).t(), row);
        }
    }
}
