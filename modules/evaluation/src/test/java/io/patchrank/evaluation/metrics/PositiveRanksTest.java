package io.patchrank.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PositiveRanksTest {
    private static final AtDepths NONE = new AtDepths(0, 0, 0);

    @Test
    void perfectListScoresOne() {
        PositiveRanks ranks = PositiveRanks.of(List.of("a", "b", "x"), Set.of("a", "b"), Set.of());
        assertThat(ranks.averagePrecision()).isEqualTo(1);
        assertThat(ranks.precisionAt(10)).isEqualTo(1);
    }

    @Test
    void trapezoidIsAveragedBetweenNeighbouringPrecisions() {
        PositiveRanks ranks = PositiveRanks.of(List.of("x", "a"), Set.of("a"), Set.of());
        assertThat(ranks.averagePrecision()).isCloseTo((0.0 + 0.5) / 2, within(1e-15));
    }

    @Test
    void positiveBeyondTheEndOfTheListCountsAsMissed() {
        PositiveRanks ranks = PositiveRanks.of(List.of("a", "x"), Set.of("a", "b"), Set.of());
        assertThat(ranks.averagePrecision()).isEqualTo(0.5);
    }

    @Test
    void junkMovesWhatFollowsUp() {
        PositiveRanks ranks = PositiveRanks.of(List.of("query", "a", "x"), Set.of("a"), Set.of("query"));
        assertThat(ranks.averagePrecision()).isEqualTo(1);
        assertThat(ranks.recallAt(1)).isEqualTo(1);
    }

    @Test
    void recallAsksForOnePositiveAmongTheFirst() {
        PositiveRanks ranks = PositiveRanks.of(List.of("x", "y", "a", "b"), Set.of("a", "b"), Set.of());
        assertThat(ranks.recallAt(1)).isZero();
        assertThat(ranks.recallAt(2)).isZero();
        assertThat(ranks.recallAt(3)).isEqualTo(1);
    }

    @Test
    void emptyListScoresZero() {
        PositiveRanks ranks = PositiveRanks.of(List.<String>of(), Set.of("a"), Set.of());
        assertThat(RetrievalScores.of(ranks)).isEqualTo(new RetrievalScores(0, NONE, NONE));
        assertThat(ranks.precisionAt(5)).isZero();
    }

    @Test
    void queryWithoutPositivesHasNoScoreAndIsLeftOutOfTheMean() {
        RetrievalScores none = RetrievalScores.of(PositiveRanks.of(List.of("x"), Set.of(), Set.of()));
        assertThat(none.map()).isNaN();
        assertThat(none.recall().at1()).isNaN();
        RetrievalScores one = new RetrievalScores(0.5, new AtDepths(1, 1, 1), NONE);
        assertThat(RetrievalScores.mean(List.of(none, one))).isEqualTo(one);
        assertThat(RetrievalScores.mean(List.of(none)).map()).isNaN();
    }

    @Test
    void positiveThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> PositiveRanks.of(List.of("a", "a"), Set.of("a"), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }
}
