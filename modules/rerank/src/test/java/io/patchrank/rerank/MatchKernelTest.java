package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.SyntheticLocals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both kernels against the definition, written as plain loops; on a GPU too, where there is one. */
@ExtendWith(SingleThreaded.class)
class MatchKernelTest {
    private static final int DIMENSION = 24;

    private final List<MatchKernel> kernels = torch.cuda_is_available()
            ? List.of(new HostMatchKernel(), new DeviceMatchKernel("cpu"), new DeviceMatchKernel("cuda:0"))
            : List.of(new HostMatchKernel(), new DeviceMatchKernel("cpu"));
    private final SyntheticLocals locals = new SyntheticLocals(3, DIMENSION);

    @AfterEach
    void close() {
        kernels.forEach(MatchKernel::close);
    }

    @Test
    void equalsBruteForce() {
        LocalDescriptors query = locals.unrelated(90);
        List<Rows> candidates = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int count = i % 2 == 0 ? 100 : 130;
            candidates.add(all(locals.view(query, 2 * i, count, 0.5f)));
        }
        for (MatchKernel kernel : kernels) {
            List<Matches> matches = kernel.match(all(query), candidates, false);
            assertThat(matches).hasSameSizeAs(candidates);
            for (int i = 0; i < candidates.size(); i++) {
                assertEqualMatches(matches.get(i), bruteForce(all(query), candidates.get(i)));
            }
        }
    }

    @Test
    void candidateLargerThanATileIsMatchedWhole() {
        LocalDescriptors query = locals.unrelated(20);
        List<Rows> candidates = List.of(all(locals.view(query, 15, 3000, 0.3f)), all(locals.view(query, 10, 50, 0.3f)));
        for (MatchKernel kernel : kernels) {
            List<Matches> matches = kernel.match(all(query), candidates, false);
            for (int i = 0; i < candidates.size(); i++) {
                assertEqualMatches(matches.get(i), bruteForce(all(query), candidates.get(i)));
            }
        }
    }

    @Test
    void handMadeMatches() {
        // Rows 0 and 1 of the query both like candidate row 1; row 2 likes row 0; row 3 is near none.
        Rows query = rows(2, 1, 0, 0.9f, 0.3f, 0, 1, -1, 0.1f);
        Rows candidate = rows(2, 0, 2, 3, 0.1f, -0.1f, -1);
        for (MatchKernel kernel : kernels) {
            Matches matches = kernel.match(query, List.of(candidate), false).getFirst();
            assertThat(matches.partner()).containsExactly(1, Matches.NONE, 0, Matches.NONE);
            assertThat(matches.cosine()[0]).isCloseTo((float) (3 / Math.sqrt(9.01)), within(1e-6f));
            assertThat(matches.cosine()[2]).isCloseTo(1, within(1e-6f));
            assertThat(matches.count(0.65f)).isEqualTo(2);
        }
    }

    @Test
    void cosineAtTheThresholdIsNoMatch() {
        Matches matches = new Matches(new float[] {0.5f, 0.75f, 0.9f}, new int[] {2, 0, Matches.NONE});
        assertThat(matches.count(0.5f)).isOne();
        assertThat(matches.count(0.25f)).isEqualTo(2);
        assertThat(matches.matched(0, 0.5f)).isFalse();
        assertThat(matches.matched(2, 0.5f)).isFalse();
    }

    @Test
    void equalRowsMatchOnceOnly() {
        Rows twins = rows(2, 1, 0, 1, 0, 1, 0);
        for (MatchKernel kernel : kernels) {
            assertThat(matches(kernel, twins, twins, false)).isOne();
        }
    }

    @Test
    void zeroRowsMatchNothing() {
        Rows query = rows(2, 0, 0, 1, 0);
        Rows candidate = rows(2, 0, 0, 0, 0);
        for (MatchKernel kernel : kernels) {
            assertThat(kernel.match(query, List.of(candidate), false).getFirst().count(0))
                    .isZero();
        }
    }

    @Test
    void unnormalisedRowsFlaggedAsNormalisedAreTakenAsTheyAre() {
        Rows half = rows(2, 0.5f, 0);
        for (MatchKernel kernel : kernels) {
            assertThat(matches(kernel, half, half, true)).isZero();
            assertThat(matches(kernel, half, half, false)).isOne();
        }
    }

    @Test
    void otherDimensionIsRefused() {
        for (MatchKernel kernel : kernels) {
            assertThatThrownBy(() -> kernel.match(rows(2, 1, 0), List.of(rows(1, 1)), false))
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISMATCH));
        }
    }

    @Test
    void missingDeviceIsRefused() {
        assertThatThrownBy(() -> MatchKernel.on("cuda:99")).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE);
            assertThat(e.subject()).isEqualTo("cuda:99");
        });
    }

    @Test
    void salientRowsAreThoseOfEnoughWeight() {
        LocalDescriptors image = locals.unrelated(10); // weights 1, 1/2, 1/3, …
        assertThat(Rows.salient(image, 0).count()).isEqualTo(10);
        assertThat(Rows.salient(image, 0.25f).count()).isEqualTo(4);
        assertThat(Rows.salient(image.resized(14), 0).count()).isEqualTo(10);
    }

    private static Rows all(LocalDescriptors locals) {
        return Rows.salient(locals, 0);
    }

    private static Rows rows(int dimension, float... values) {
        int n = values.length / dimension;
        float[] zeros = new float[n];
        return new Rows(new LocalDescriptors(dimension, zeros, zeros, zeros, zeros, new boolean[n], values), n);
    }

    private static int matches(MatchKernel kernel, Rows query, Rows candidate, boolean normalised) {
        return kernel.match(query, List.of(candidate), normalised).getFirst().count(0.65f);
    }

    private static Matches bruteForce(Rows query, Rows candidate) {
        Matches matches = Matches.none(query.count());
        for (int i = 0; i < query.count(); i++) {
            int row = i;
            int best = argmax(candidate.count(), j -> cosine(query, row, candidate, j));
            int back = argmax(query.count(), k -> cosine(query, k, candidate, best));
            matches.cosine()[row] = (float) cosine(query, row, candidate, best);
            matches.partner()[row] = back == row ? best : Matches.NONE;
        }
        return matches;
    }

    private static int argmax(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count)
                .reduce((a, b) -> value.applyAsDouble(b) > value.applyAsDouble(a) ? b : a)
                .orElseThrow();
    }

    private static double cosine(Rows a, int i, Rows b, int j) {
        int d = a.dimension();
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < d; k++) {
            double x = a.locals().values()[i * d + k];
            double y = b.locals().values()[j * d + k];
            dot += x * y;
            aa += x * x;
            bb += y * y;
        }
        return dot / Math.sqrt(aa * bb);
    }

    private static void assertEqualMatches(Matches actual, Matches expected) {
        assertThat(actual.partner()).containsExactly(expected.partner());
        assertThat(actual.cosine()).containsExactly(expected.cosine(), Offset.offset(1e-5f));
    }
}
