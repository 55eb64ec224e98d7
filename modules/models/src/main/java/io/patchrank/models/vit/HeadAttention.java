package io.patchrank.models.vit;

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
     * @return [B, H, n, d]
     */
    public static Tensor attend(Tensor q, Tensor k, Tensor v) {
        return fusedIsQuicker(q, k) ? fused(q, k, v) : inProducts(q, k, v);
    }

    static boolean fusedIsQuicker(Tensor q, Tensor k) {
        if (q.is_cuda()) {
            return true;
        }
        // The fused kernel of CPUs takes 8 times as long in bfloat16.
        return q.scalar_type().intern() == ScalarType.Float
                && q.size(0) * q.size(1) * q.size(2) * k.size(2) > CACHED_SCORES;
    }

    static Tensor fused(Tensor q, Tensor k, Tensor v) {
        return torch.scaled_dot_product_attention(
                q, k, v, new TensorOptional(), 0.0, false, new DoubleOptional(), false);
    }

    /** Needs [B, H, n, m] scores at once. */
    static Tensor inProducts(Tensor q, Tensor k, Tensor v) {
        long each = q.size(3);
        Tensor queries = q.mul(new Scalar(1 / Math.sqrt((double) each))).reshape(-1, q.size(2), each);
        Tensor keys = k.reshape(-1, k.size(2), each);
        try (Tensor scores = torch.bmm(queries, keys.transpose(1, 2))) {
            torch.softmax_out(scores, scores, -1);
            return torch.bmm(scores, v.reshape(-1, v.size(2), each)).view(q.sizes());
        }
    }
}
