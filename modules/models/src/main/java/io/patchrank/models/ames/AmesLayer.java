package io.patchrank.models.ames;

import io.patchrank.models.ames.Attention.Block;
import io.patchrank.models.vit.Buffers;
import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.models.vit.WeightLoader;
import io.patchrank.torch.NativeScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One encoder layer: self-attention within each image, cross-attention between them, feed-forward. The reference masks
 * one attention over all tokens of a pair; here the tokens lie as {@code [query, match token, gallery]}, so that the
 * keys which a mask leaves are a contiguous range for every block of rows:
 *
 * <pre>
 *   rows          keys of self-attention    keys of cross-attention
 *   query         query, match token        match token, gallery
 *   match token   all                       all
 *   gallery       match token, gallery      query, match token
 * </pre>
 *
 * <p>Two layers compute less. Before the first, a query's rows are the same for all candidates, and their
 * self-attention sees nothing of a candidate: {@link #share}. After the last only the match token is read, so there
 * cross-attention and feed-forward run for its row alone: {@link #matchToken}. Runs inside the caller's scope.
 */
final class AmesLayer {
    private final Attention self;
    private final Attention cross;
    private final FoldedAttention folded;
    private final FeedForward feedForward;
    private final Norm norm1;
    private final Norm norm2;
    private final Norm norm3;
    private final boolean before;

    /**
     * What the first layer makes of a query, whatever the candidate.
     *
     * @param rows n, the query's
     * @param projected query and match token in self-attention, [1, n + 1, 3 D]
     * @param matchToken [1, 1, D]
     * @param afterSelf the query after self-attention, [1, n, D]
     */
    record Shared(long rows, Tensor projected, Tensor matchToken, Tensor afterSelf) implements AutoCloseable {
        /** This, to outlive the scope; whoever keeps it closes it. */
        Shared kept() {
            NativeScope.keep(projected);
            NativeScope.keep(matchToken);
            NativeScope.keep(afterSelf);
            return this;
        }

        @Override
        public void close() {
            projected.close();
            matchToken.close();
            afterSelf.close();
        }
    }

    AmesLayer(WeightLoader weights, int number, AmesArchitecture shape, AmesOptions options) {
        String layer = AmesArchitecture.LAYER + number + ".";
        int model = shape.modelDimension();
        self = Attention.load(weights, layer + "self_attn", model, options.heads());
        cross = Attention.load(weights, layer + "cross_attn", model, options.heads());
        folded = FoldedAttention.of(cross, weights);
        feedForward = FeedForward.load(weights, layer, shape, options.activation());
        norm1 = Norm.load(weights, layer + "norm1", model);
        norm2 = Norm.load(weights, layer + "norm2", model);
        norm3 = Norm.load(weights, layer + "norm3", model);
        before = shape.normalisesBefore();
    }

    /** @param query [1, n, D]. @param matchToken [1, 1, D] */
    Shared share(Tensor query, Tensor matchToken, Buffers buffers) {
        long n = query.size(1);
        Tensor both = torch.cat(new TensorVector(query, matchToken), 1);
        Tensor projected = self.in().apply(input(both, norm1));
        Tensor gathered = self.gather(projected, buffers, new Block(0, n, 0, n + 1));
        Tensor afterSelf = query.clone();
        self.out().addTo(afterSelf, gathered.narrow(1, 0, n));
        normalise(afterSelf, norm1);
        return new Shared(n, projected, matchToken, afterSelf);
    }

    /** Tokens after self-attention of the first layer with candidates [B, m, D]: [B, n + 1 + m, D]. */
    Tensor selfAttended(Shared shared, Tensor gallery, Buffers buffers) {
        long batch = gallery.size(0);
        long n = shared.rows();
        long m = gallery.size(1);
        Tensor projected = buffers.take(Use.PROJECTED, batch, n + 1 + m, 3 * gallery.size(2));
        projected.narrow(1, 0, n + 1).copy_(shared.projected());
        projected.narrow(1, n + 1, m).copy_(self.in().apply(input(gallery, norm1)));
        Tensor gathered = self.gather(projected, buffers, new Block(n, 1, 0, n + 1 + m), new Block(n + 1, m, n, 1 + m));

        Tensor tokens = buffers.take(Use.TOKENS, batch, n + 1 + m, gallery.size(2));
        tokens.narrow(1, 0, n).copy_(shared.afterSelf());
        tokens.narrow(1, n, 1).copy_(shared.matchToken());
        tokens.narrow(1, n + 1, m).copy_(gallery);
        Tensor rest = tokens.narrow(1, n, 1 + m);
        rest.add_(self.out().apply(gathered.narrow(1, n, 1 + m)));
        normalise(rest, norm1);
        return tokens;
    }

    /** Self-attention of tokens [B, n + 1 + m, D], of which the first n are the query's; written over them. */
    void selfAttend(Tensor tokens, long n, Buffers buffers) {
        long all = tokens.size(1);
        self.addTo(
                tokens,
                input(tokens, norm1),
                buffers,
                new Block(0, n, 0, n + 1),
                new Block(n, 1, 0, all),
                new Block(n + 1, all - n - 1, n, all - n));
        normalise(tokens, norm1);
    }

    /** Cross-attention and feed-forward, after self-attention; written over the tokens. */
    void crossAttend(Tensor tokens, long n, Buffers buffers) {
        long all = tokens.size(1);
        Tensor input = input(tokens, norm2);
        if (folded.paysFor(all - n)) {
            folded.addTo(tokens, input, n, buffers);
        } else {
            cross.addTo(
                    tokens,
                    input,
                    buffers,
                    new Block(0, n, n, all - n),
                    new Block(n, 1, 0, all),
                    new Block(n + 1, all - n - 1, 0, n + 1));
        }
        normalise(tokens, norm2);
        feed(tokens, buffers);
    }

    /** Cross-attention and feed-forward of the match token alone, after self-attention of all: [B, 1, D]. */
    Tensor matchToken(Tensor tokens, long n, Buffers buffers) {
        Tensor input = input(tokens, norm2);
        Tensor token = folded.gatherAll(input.narrow(1, n, 1), input, buffers).add_(tokens.narrow(1, n, 1));
        normalise(token, norm2);
        feed(token, buffers);
        return token;
    }

    private void feed(Tensor tokens, Buffers buffers) {
        feedForward.addTo(tokens, input(tokens, norm3), buffers);
        normalise(tokens, norm3);
    }

    private Tensor input(Tensor tokens, Norm norm) {
        return before ? norm.apply(tokens) : tokens;
    }

    /** A sum, where the network normalises after it. */
    private void normalise(Tensor sum, Norm norm) {
        if (!before) {
            norm.applyInPlace(sum);
        }
    }
}
