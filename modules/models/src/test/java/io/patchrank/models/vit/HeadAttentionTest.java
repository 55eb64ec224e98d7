package io.patchrank.models.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadAttentionTest {
    /** Queries, keys and values as a block has them: slices of one projection, so that no stride is the natural one. */
    private static Tensor projected(long batch, long tokens, int heads, int each) {
        Random random = new Random(batch * 31 + tokens);
        float[] values = new float[(int) (batch * tokens * 3 * heads * each)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostArrays.tensor(values, batch, tokens, 3, heads, each).permute(2, 0, 3, 1, 4);
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 6, 64", "3, 33, 2, 48", "2, 2, 3, 16", "1, 1, 1, 64"})
    void plainProductsGiveWhatTheFusedKernelGives(long batch, long tokens, int heads, int each) {
        NativeScope.compute("attention", () -> {
            Tensor split = projected(batch, tokens, heads, each);
            Tensor q = split.select(0, 0).narrow(2, 0, (tokens + 1) / 2);
            Tensor products = q.new_empty(batch, heads, q.size(2), each);
            try (Buffers buffers = new Buffers(q)) {
                HeadAttention.inProducts(q, split.select(0, 1), split.select(0, 2), products, buffers);
            }
            Tensor fused = HeadAttention.fused(q, split.select(0, 1), split.select(0, 2));
            assertThat(HostArrays.floats(products.contiguous()))
                    .containsExactly(HostArrays.floats(fused.contiguous()), Offset.offset(2e-6f));
            return products.dim();
        });
    }

    @ParameterizedTest
    @CsvSource({"2, 60, false", "1, 1100, true"})
    void fusedKernelIsForScoresThatLeaveTheCaches(long batch, long tokens, boolean fused) {
        NativeScope.compute("attention", () -> {
            Tensor split = projected(batch, tokens, 1, 16);
            Tensor q = split.select(0, 0);
            Tensor k = split.select(0, 1);
            assertThat(HeadAttention.fusedIsQuicker(q, k)).isEqualTo(fused);
            assertThat(HeadAttention.fusedIsQuicker(q.to(ScalarType.BFloat16), k))
                    .isFalse();
            assertThat(HostArrays.floats(attended(q, k, split.select(0, 2)).contiguous()))
                    .containsExactly(
                            HostArrays.floats(HeadAttention.fused(q, k, split.select(0, 2))
                                    .contiguous()),
                            Offset.offset(2e-6f));
            return q.dim();
        });
    }

    @Test
    void bfloat16IsAttendedInBfloat16() {
        NativeScope.compute("attention", () -> {
            Tensor split = projected(1, 40, 6, 64);
            Tensor half = split.to(ScalarType.BFloat16);
            Tensor rounded = attended(half.select(0, 0), half.select(0, 1), half.select(0, 2));
            assertThat(rounded.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
            Tensor exact = HeadAttention.fused(split.select(0, 0), split.select(0, 1), split.select(0, 2));
            assertThat(HostArrays.floats(rounded.to(ScalarType.Float).contiguous()))
                    .containsExactly(HostArrays.floats(exact.contiguous()), Offset.offset(0.05f));
            return rounded.dim();
        });
    }

    private static Tensor attended(Tensor q, Tensor k, Tensor v) {
        Tensor target = torch.empty_like(q);
        try (Buffers buffers = new Buffers(q)) {
            HeadAttention.attend(q, k, v, target, buffers);
        }
        return target;
    }
}
