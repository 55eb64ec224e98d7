package io.patchrank.api.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryCodesTest {
    @Test
    void signsArePackedHighestBitFirst() {
        BinaryCodes codes = BinaryCodes.ofSigns(10, new float[] {1, -1, 0, -2, 3, -4, -5, 6, -7, 8});

        assertThat(codes.count()).isOne();
        assertThat(codes.packed()).containsExactly(0b1010_1001, 0b0100_0000);
    }

    @Test
    void unpackingGivesTheSignsBack() {
        Random random = new Random(7);
        for (int bits : new int[] {1, 7, 8, 9, 128}) {
            float[] projected = new float[5 * bits];
            for (int i = 0; i < projected.length; i++) {
                projected[i] = random.nextFloat() - 0.5f;
            }
            BinaryCodes codes = BinaryCodes.ofSigns(bits, projected);
            LocalDescriptors unpacked = codes.unpack(5);

            assertThat(codes.packed()).hasSize(5 * BinaryCodes.bytes(bits));
            assertThat(unpacked.dimension()).isEqualTo(bits);
            for (int i = 0; i < projected.length; i++) {
                assertThat(unpacked.values()[i]).isEqualTo(Math.signum(projected[i]));
            }
        }
    }

    @Test
    void fewerRowsAreTheStrongestAndMoreArePadded() {
        BinaryCodes codes = BinaryCodes.ofSigns(2, new float[] {1, -1, -1, 1});

        assertThat(codes.unpack(1).values()).containsExactly(1, -1);
        LocalDescriptors padded = codes.unpack(3);
        assertThat(padded.values()).containsExactly(1, -1, -1, 1, 0, 0);
        assertThat(padded.padding()).containsExactly(false, false, true);
        assertThat(BinaryCodes.ofSigns(2, new float[0]).unpack(1).validCount()).isZero();
    }

    @Test
    void bytesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BinaryCodes(128, 3, new byte[47]))
                .withMessageContaining("16 bytes each");
    }
}
