package io.patchrank.models.ames;

import io.patchrank.models.vit.Buffers;
import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.models.vit.HeadAttention;
import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;

/**
 * One multi-head attention, computed in blocks of rows that look at a contiguous range of keys, so that nothing is
 * computed that a mask would throw away. Runs inside the caller's scope.
 *
 * @param in queries, keys and values side by side: [D] to [3 D]
 * @param out [D] to [D], once the heads are joined
 */
record Attention(Linear in, Linear out, int heads) {
    /** Rows {@code [row, row + rows)}, and the keys {@code [key, key + keys)} that they see. */
    record Block(long row, long rows, long key, long keys) {}

    static Attention load(WeightLoader weights, String name, int dimension, int heads) {
        return new Attention(
                new Linear(
                        weights.loadMatrix(name + ".in_proj_weight", 3L * dimension, dimension),
                        weights.loadOptional(name + ".in_proj_bias", 3L * dimension)),
                Linear.load(weights, name + ".out_proj", dimension, dimension),
                heads);
    }

    /**
     * Adds what tokens gather.
     *
     * @param sum [B, n, D], may be {@code tokens}
     * @param tokens [B, n, D]
     * @param blocks of all n rows
     */
    void addTo(Tensor sum, Tensor tokens, Buffers buffers, Block... blocks) {
        Tensor projected = buffers.take(Use.PROJECTED, tokens.size(0), tokens.size(1), 3 * tokens.size(2));
        out.addTo(sum, gather(in.apply(tokens, projected), buffers, blocks));
    }

    /**
     * What rows gather, heads joined, to be projected by {@link #out}.
     *
     * @param projected by {@link #in}, [B, n, 3 D]
     * @return [B, n, D], of any content where no block is
     */
    Tensor gather(Tensor projected, Buffers buffers, Block... blocks) {
        long batch = projected.size(0);
        long tokens = projected.size(1);
        long each = projected.size(2) / 3 / heads;
        Tensor split = projected.view(batch, tokens, 3, heads, each).permute(2, 0, 3, 1, 4);
        Tensor gathered = buffers.take(Use.GATHERED, batch, tokens, heads * each);
        Tensor ofHeads = gathered.view(batch, tokens, heads, each).transpose(1, 2);
        for (Block block : blocks) {
            HeadAttention.attend(
                    split.select(0, 0).narrow(2, block.row(), block.rows()),
                    split.select(0, 1).narrow(2, block.key(), block.keys()),
                    split.select(0, 2).narrow(2, block.key(), block.keys()),
                    ofHeads.narrow(2, block.row(), block.rows()),
                    buffers);
        }
        return gathered;
    }
}
