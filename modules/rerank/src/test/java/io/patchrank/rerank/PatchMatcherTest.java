package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchMatcherTest {
    private final PatchMatcher matcher = new PatchMatcher();

    @AfterEach
    void release() {
        matcher.close();
    }

    @Test
    void matchesAreMutualAboveTheThresholdAndStrongestFirst() {
        // Angles in degrees: 1 and 2 both lie nearest to 0, which has only one partner; 90 and 93 match less closely.
        LocalDescriptors query = directions(0, 90, 200);
        LocalDescriptors other = directions(93, 2, 1, 300);

        List<MatchedRows> matches = matcher.match(query, other, 0.9);

        assertThat(matches)
                .extracting(MatchedRows::query, MatchedRows::other)
                .containsExactly(tuple(0, 2), tuple(1, 0));
        assertThat(matches.get(0).cosine()).isCloseTo((float) Math.cos(Math.toRadians(1)), within(1e-5f));
        assertThat(matcher.match(query, other, 0.9995)).hasSize(1);
    }

    @Test
    void lengthsOfDescriptorsDoNotCountAndPaddingNeverMatches() {
        LocalDescriptors query = directions(10, 100);
        float[] longer = query.values().clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 7;
        }
        LocalDescriptors padded = new LocalDescriptors(
                        2, new float[2], new float[2], new float[2], new float[2], new boolean[2], longer)
                .resized(5);

        assertThat(matcher.match(query, padded, 0.5)).hasSize(2).allSatisfy(m -> {
            assertThat(m.other()).isEqualTo(m.query());
            assertThat(m.cosine()).isCloseTo(1, within(1e-5f));
        });
    }

    @Test
    void countsWhatTheRerankerCounts() {
        SplittableRandom random = new SplittableRandom(4);
        LocalDescriptors query = directions(random.doubles(60, 0, 360).toArray());
        LocalDescriptors other = directions(random.doubles(40, 0, 360).toArray());
        try (MutualNearestNeighbours reranker = new MutualNearestNeighbours(MutualNnOptions.DEFAULTS, "cpu")) {
            int counted =
                    reranker.score(List.of(new Pair(query, other))).getFirst().matches();

            assertThat(matcher.match(query, other, MutualNnOptions.DEFAULTS.threshold()))
                    .hasSize(counted);
        }
    }

    @Test
    void imagesWithoutDescriptorsHaveNoMatches() {
        assertThat(matcher.match(directions(), directions(1), 0)).isEmpty();
        assertThat(matcher.match(directions(1), directions(), 0)).isEmpty();
    }

    @Test
    void descriptorsOfAnotherModelAreRefused() {
        LocalDescriptors three = new LocalDescriptors(
                3, new float[1], new float[1], new float[1], new float[1], new boolean[1], new float[3]);

        assertThatThrownBy(() -> matcher.match(directions(1), three, 0))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISMATCH));
    }

    private static LocalDescriptors directions(double... degrees) {
        int n = degrees.length;
        float[] values = new float[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
            values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
        }
        float[] weights = new float[n];
        Arrays.fill(weights, 1);
        return new LocalDescriptors(2, new float[n], new float[n], new float[n], weights, new boolean[n], values);
    }
}
