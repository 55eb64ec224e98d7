package io.patchrank.models.ames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.BinaryCodes;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The codes that are stored are those that the network makes. */
class AmesBinariserTest {
    private static final AmesCheckpoint CHECKPOINT = AmesCheckpoint.small(true, 2, false);
    private static final int DIMENSION = CHECKPOINT.localDimension();
    private static final int BITS = CHECKPOINT.bits();

    private static AmesBinariser load(AmesCheckpoint checkpoint) {
        try (StateDict weights = checkpoint.weights()) {
            return AmesBinariser.load(weights);
        }
    }

    private static LocalDescriptors locals(long seed, int valid, int padding) {
        Random random = new Random(seed);
        int rows = valid + padding;
        float[] values = new float[rows * DIMENSION];
        boolean[] mask = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            mask[i] = i >= valid;
            for (int d = 0; d < DIMENSION && !mask[i]; d++) {
                values[i * DIMENSION + d] = (float) random.nextGaussian();
            }
        }
        float[] zeros = new float[rows];
        return new LocalDescriptors(DIMENSION, zeros, zeros, zeros, zeros, mask, values);
    }

    @Test
    void codesAreThoseOfTheNetwork() {
        AmesBinariser binariser = load(CHECKPOINT);
        try (StateDict weights = CHECKPOINT.weights();
                AmesNetwork network = AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU))) {
            for (int seed = 0; seed < 20; seed++) {
                LocalDescriptors locals = locals(seed, 30, 2);
                GalleryTokens.Codes expected = (GalleryTokens.Codes)
                        network.gallery(List.of("image"), List.of(locals)).getFirst();
                float[] unpacked = binariser.codes(locals).unpack(30).values();
                assertThat(unpacked).hasSameSizeAs(expected.signs());
                for (int i = 0; i < unpacked.length; i++) {
                    assertThat((byte) unpacked[i]).isEqualTo(expected.signs()[i]);
                }
            }
        }
    }

    @Test
    void theNetworkScoresCodesAsTheDescriptorsThatTheyWereMadeOf() {
        AmesBinariser binariser = load(CHECKPOINT);
        LocalDescriptors query = locals(1, 40, 0);
        LocalDescriptors candidate = locals(2, 12, 0);
        LocalDescriptors codes = binariser.codes(candidate).unpack(15);
        try (StateDict weights = CHECKPOINT.weights();
                AmesNetwork network = AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU))) {
            float[] scores =
                    network.score(query, network.gallery(List.of("floats", "codes"), List.of(candidate, codes)));
            assertThat(scores[1]).isCloseTo(scores[0], within(1e-5f));
        }
    }

    @Test
    void zeroDescriptorsAndPaddingHaveNoCodes() {
        LocalDescriptors locals = locals(3, 4, 3);
        Arrays.fill(locals.values(), DIMENSION, 2 * DIMENSION, 0);

        BinaryCodes codes = load(CHECKPOINT).codes(locals);

        assertThat(codes.count()).isEqualTo(3);
        float[] all = load(CHECKPOINT).codes(locals(3, 4, 0)).unpack(4).values();
        assertThat(codes.unpack(3).values())
                .startsWith(Arrays.copyOf(all, BITS))
                .endsWith(Arrays.copyOfRange(all, 2 * BITS, 4 * BITS));
    }

    @Test
    void theDigestIsThatOfTheProjection() {
        AmesBinariser binariser = load(CHECKPOINT);
        assertThat(binariser.dimension()).isEqualTo(DIMENSION);
        assertThat(binariser.bits()).isEqualTo(BITS);
        assertThat(binariser.digest())
                .hasSize(64)
                .isEqualTo(load(AmesCheckpoint.small(true, 3, true)).digest());
        AmesCheckpoint other = new AmesCheckpoint(DIMENSION, BITS * 2, 16, 40, 2, false);
        assertThat(load(other).digest()).isNotEqualTo(binariser.digest());
    }

    @Test
    void checkpointsWithoutCodesAreRefused() {
        assertFails(ErrorCode.MODEL_INVALID, () -> load(AmesCheckpoint.small(false, 2, false)), "full precision");
        AmesCheckpoint ambiguous = new AmesCheckpoint(16, 16, 16, 40, 2, false);
        assertFails(ErrorCode.MODEL_INVALID, () -> load(ambiguous), "as long as its descriptors, 16");
    }

    @Test
    void wrongDescriptorsAreNamed() {
        AmesBinariser binariser = load(CHECKPOINT);
        LocalDescriptors codes = binariser.codes(locals(1, 2, 0)).unpack(2);
        assertFails(ErrorCode.MODEL_MISMATCH, () -> binariser.codes(codes), "24 dimensions, not of 16");
        LocalDescriptors broken = locals(1, 3, 0);
        broken.values()[2 * DIMENSION + 5] = Float.NaN;
        assertFails(ErrorCode.DATA_CORRUPT, () -> binariser.codes(broken), "descriptor 2", "NaN");
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(PatchrankException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(parts);
        });
    }
}
