package io.patchrank.models.ames;

import static io.patchrank.models.ames.Attention.join;

import io.patchrank.models.vit.WeightLoader;
import org.bytedeco.pytorch.Tensor;

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
    private final Linear widen;
    private final Linear narrow;
    private final Activation activation;
    private final Norm norm1;
    private final Norm norm2;
    private final Norm norm3;
    private final boolean before;

    /**
     * What the first layer makes of a query, whatever the candidate.
     *
     * @param rows n, the query's
     * @param selfProjected query and match token in self-attention, [1, n + 1, 3 D]
     * @param afterSelf the query after self-attention, [1, n, D]
     */
    record Shared(long rows, Tensor selfProjected, Tensor matchToken, Tensor afterSelf) {}

    AmesLayer(WeightLoader weights, int number, AmesArchitecture shape, AmesOptions options) {
        String layer = AmesArchitecture.LAYER + number + ".";
        int model = shape.modelDimension();
        self = Attention.load(weights, layer + "self_attn", model, options.heads());
        cross = Attention.load(weights, layer + "cross_attn", model, options.heads());
        widen = Linear.load(weights, layer + "linear1", shape.feedForward(), model);
        narrow = Linear.load(weights, layer + "linear2", model, shape.feedForward());
        activation = options.activation();
        norm1 = Norm.load(weights, layer + "norm1", model);
        norm2 = Norm.load(weights, layer + "norm2", model);
        norm3 = Norm.load(weights, layer + "norm3", model);
        before = shape.normalisesBefore();
    }

    /** @param query [1, n, D]. @param matchToken [1, 1, D] */
    Shared share(Tensor query, Tensor matchToken) {
        long n = query.size(1);
        Tensor projected = self.project(input(join(query, matchToken), norm1));
        Tensor afterSelf = output(query, self.out().apply(self.gather(projected, 0, n, 0, n + 1)), norm1);
        return new Shared(n, projected, matchToken, afterSelf);
    }

    /** Self-attention of the first layer with candidates [B, m, D]: [B, n + 1 + m, D]. */
    Tensor selfAttended(Shared shared, Tensor gallery) {
        long batch = gallery.size(0);
        long n = shared.rows();
        long m = gallery.size(1);
        Tensor projected = join(repeated(shared.selfProjected(), batch), self.project(input(gallery, norm1)));
        Tensor gathered = join(self.gather(projected, n, 1, 0, n + 1 + m), self.gather(projected, n + 1, m, n, 1 + m));
        Tensor tokens = join(repeated(shared.matchToken(), batch), gallery);
        Tensor rest = output(tokens, self.out().apply(gathered), norm1);
        return join(repeated(shared.afterSelf(), batch), rest);
    }

    private static Tensor repeated(Tensor one, long batch) {
        return one.expand(batch, one.size(1), one.size(2));
    }

    /** Self-attention of tokens [B, n + 1 + m, D], of which the first n are the query's. */
    Tensor selfAttended(Tensor tokens, long n) {
        long all = tokens.size(1);
        Tensor projected = self.project(input(tokens, norm1));
        Tensor gathered = join(
                self.gather(projected, 0, n, 0, n + 1),
                self.gather(projected, n, 1, 0, all),
                self.gather(projected, n + 1, all - n - 1, n, all - n));
        return output(tokens, self.out().apply(gathered), norm1);
    }

    /** Cross-attention and feed-forward, after self-attention. */
    Tensor crossAttended(Tensor tokens, long n) {
        Tensor input = input(tokens, norm2);
        Tensor change = cross.isFew(tokens.size(1) - n) ? fewCrossed(input, n) : manyCrossed(input, n);
        return fed(output(tokens, change, norm2));
    }

    private Tensor fewCrossed(Tensor tokens, long n) {
        long rest = tokens.size(1) - n;
        Tensor query = cross.gatherFrom(tokens.narrow(1, 0, n), tokens.narrow(1, n, rest));
        Tensor matchToken = cross.gatherFor(tokens.narrow(1, n, 1), tokens);
        Tensor gallery = cross.gatherFor(tokens.narrow(1, n + 1, rest - 1), tokens.narrow(1, 0, n + 1));
        return join(query, cross.out().apply(join(matchToken, gallery)));
    }

    private Tensor manyCrossed(Tensor tokens, long n) {
        long all = tokens.size(1);
        Tensor projected = cross.project(tokens);
        return cross.out()
                .apply(join(
                        cross.gather(projected, 0, n, n, all - n),
                        cross.gather(projected, n, 1, 0, all),
                        cross.gather(projected, n + 1, all - n - 1, 0, n + 1)));
    }

    /** Cross-attention and feed-forward of the match token alone, after self-attention of all: [B, 1, D]. */
    Tensor matchToken(Tensor tokens, long n) {
        Tensor input = input(tokens, norm2);
        Tensor gathered = cross.gatherFor(input.narrow(1, n, 1), input);
        return fed(output(tokens.narrow(1, n, 1), cross.out().apply(gathered), norm2));
    }

    private Tensor fed(Tensor tokens) {
        Tensor inside = activation.apply(widen.apply(input(tokens, norm3)));
        return output(tokens, narrow.apply(inside), norm3);
    }

    private Tensor input(Tensor tokens, Norm norm) {
        return before ? norm.apply(tokens) : tokens;
    }

    /** The sum of both, normalised where that comes after; writes into {@code change}. */
    private Tensor output(Tensor tokens, Tensor change, Norm norm) {
        Tensor sum = change.add_(tokens);
        return before ? sum : norm.apply(sum);
    }
}
