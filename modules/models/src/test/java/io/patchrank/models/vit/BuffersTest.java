package io.patchrank.models.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.torch.NativeScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class BuffersTest {
    private static long address(Tensor tensor) {
        return tensor.data_ptr().address();
    }

    @Test
    void whatFitsLiesWhereTheLargerOneLay() {
        NativeScope.compute("buffers", () -> {
            try (Buffers buffers = new Buffers(torch.ones(1))) {
                long first = address(buffers.take(Use.INSIDE, 2, 30, 8));
                Tensor smaller = buffers.take(Use.INSIDE, 1, 7, 16);

                assertThat(address(smaller)).isEqualTo(first);
                assertThat(smaller.is_contiguous()).isTrue();
                assertThat(smaller.sizes().vec().get()).containsExactly(1, 7, 16);
            }
            return 0;
        });
    }

    @Test
    void usesDoNotOverlapAndHaveTheTypeAsked() {
        NativeScope.compute("buffers", () -> {
            try (Buffers buffers = new Buffers(torch.ones(1).to(ScalarType.BFloat16))) {
                Tensor ones = buffers.take(Use.SCORES, 40).fill_(new Scalar(1));
                buffers.take(Use.ADDED, 40).fill_(new Scalar(2));

                assertThat(ones.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
                assertThat(ones.to(ScalarType.Float).sum().item_float()).isEqualTo(40);
            }
            return 0;
        });
    }

    @Test
    void largerOneReplacesWhatIsTooSmall() {
        NativeScope.compute("buffers", () -> {
            try (Buffers buffers = new Buffers(torch.ones(1))) {
                buffers.take(Use.TOKENS, 4);
                Tensor larger = buffers.take(Use.TOKENS, 4000).fill_(new Scalar(1));

                assertThat(larger.sum().item_float()).isEqualTo(4000);
                assertThat(address(buffers.take(Use.TOKENS, 4))).isEqualTo(address(larger));
            }
            return 0;
        });
    }
}
