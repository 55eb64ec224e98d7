package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountJudgementTest {
    private static final List<Float> SIMILARITIES = List.of(0.9f, 0.8f, 0.7f, 0.6f, 0.5f);

    @Test
    void countAboveTheNoiseOvertakes() {
        float[] finals = CountJudgement.DEFAULTS.combine(counts(10, 12, 11, 9, 80));
        assertThat(finals[4]).isGreaterThan(finals[0]);
        assertThat(finals).satisfies(scores -> assertThat(scores[0]).isGreaterThan(scores[1]));
    }

    @Test
    void bonusIsTheExcessOverMedianAndDeviation() {
        // Median 11, MAD 1: excess (80 - 11 - 3) / (11 + 1 + 1), and 1 / (1 + exp(-4 * (sum - 0.6))) of the sum.
        double excess = 66 / 13.0;
        double sum = 0.5 + excess / (1 + excess);
        assertThat(CountJudgement.DEFAULTS.combine(counts(10, 12, 11, 9, 80))[4])
                .isCloseTo((float) (1 / (1 + Math.exp(-4 * (sum - 0.6)))), within(1e-6f));
    }

    @Test
    void countsWithinTheNoiseKeepTheGlobalOrder() {
        assertThat(CountJudgement.DEFAULTS.combine(counts(10, 12, 11, 9, 13)))
                .isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    void sharesAreJudgedAsTheCountsTheyComeFrom() {
        List<Optional<PairScore>> shares = counts(10, 12, 11, 9, 80).scores().stream()
                .map(score -> score.map(s -> new PairScore(s.raw() / 100, s.matches())))
                .toList();
        assertThat(CountJudgement.DEFAULTS.combine(new ShortlistScores(SIMILARITIES, shares)))
                .containsExactly(CountJudgement.DEFAULTS.combine(counts(10, 12, 11, 9, 80)), within(1e-5f));
    }

    private static ShortlistScores counts(int... counts) {
        return new ShortlistScores(
                SIMILARITIES,
                Arrays.stream(counts)
                        .mapToObj(count -> Optional.of(new PairScore(count, count)))
                        .toList());
    }
}
