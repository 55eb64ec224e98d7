package io.patchrank.models.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.models.vit.Buffers.Use;
import io.patchrank.torch.NativeScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final IllegalStateException FAILURE = new IllegalStateException("no memory");

    @Test
    void nextCallGetsTheMemoryOfTheLastButNeverThatOfOneThatRuns() {
        NativeScope.compute("pool", () -> {
            try (BufferPool pool = new BufferPool(torch.ones(1))) {
                long first = pool.with(BufferPoolTest::address);
                pool.with(outer -> {
                    assertThat(address(outer)).isEqualTo(first);
                    assertThat(pool.with(BufferPoolTest::address).longValue()).isNotEqualTo(first);
                    return 0;
                });
            }
            return 0;
        });
    }

    @Test
    void callThatFailsGivesItsMemoryBack() {
        NativeScope.compute("pool", () -> {
            try (BufferPool pool = new BufferPool(torch.ones(1))) {
                Buffers[] failed = new Buffers[1];
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> pool.with(buffers -> {
                            failed[0] = buffers;
                            throw FAILURE;
                        }))
                        .isSameAs(FAILURE);
                assertThat(pool.<Buffers>with(buffers -> buffers)).isNotSameAs(failed[0]);
            }
            return 0;
        });
    }

    private static long address(Buffers buffers) {
        return buffers.take(Use.INSIDE, 1000).data_ptr().address();
    }
}
