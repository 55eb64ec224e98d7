package io.patchrank.rerank.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OccupationTest {
    private final Occupation occupation = new Occupation();

    @Test
    void readingBesideScoringIsScoring() {
        occupation.reads(1, 10);
        occupation.reads(-1, 15);
        occupation.scorings(1, 15);
        occupation.reads(1, 16);
        occupation.reads(-1, 18);
        occupation.scorings(-1, 25);

        assertThat(occupation.reading(100)).isEqualTo(5);
        assertThat(occupation.scoring(100)).isEqualTo(10);
    }

    @Test
    void whatOverlapsCountsOnce() {
        occupation.reads(1, 0);
        occupation.reads(1, 2);
        occupation.reads(-1, 4);
        occupation.scorings(1, 4);
        occupation.scorings(1, 5);
        occupation.scorings(-1, 7);
        occupation.scorings(-1, 8);
        occupation.reads(-1, 9);

        assertThat(occupation.reading(20)).isEqualTo(5);
        assertThat(occupation.scoring(20)).isEqualTo(4);
    }

    @Test
    void timeInBetweenIsNeither() {
        occupation.reads(1, 0);
        occupation.reads(-1, 1);
        occupation.scorings(1, 11);
        occupation.scorings(-1, 12);

        assertThat(occupation.reading(50) + occupation.scoring(50)).isEqualTo(2);
    }

    @Test
    void whatStillGoesOnCounts() {
        occupation.scorings(1, 100);

        assertThat(occupation.scoring(130)).isEqualTo(30);
        assertThat(occupation.scoring(150)).isEqualTo(50);
    }
}
