package io.patchrank.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.QueryOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellingQueriesTest {
    private static final EvaluationReport REPORT = SheetFixture.report(
            10, new int[] {3, 0}, new int[] {7, 1}, new int[] {0, 4}, new int[] {5, 5}, new int[] {1, 0}, new int[] {
                9, 0
            });

    @Test
    void bestGainsTheWorstLossAndAnUnchangedQueryAreShown() {
        assertThat(names(4)).containsExactly("g5/query.png", "g0/query.png", "g3/query.png", "g2/query.png");
    }

    @Test
    void groupsAreRepeatedOnlyWhenNoOtherIsLeft() {
        assertThat(names(6)).extracting(name -> name.substring(0, 2)).doesNotHaveDuplicates();
        assertThat(names(12)).hasSize(12);
        assertThat(names(50)).hasSize(12);
    }

    @Test
    void aSingleQueryIsTheBestGain() {
        assertThat(names(1)).containsExactly("g5/query.png");
    }

    @Test
    void noneAreShownWhenNoneAreAskedFor() {
        assertThat(names(0)).isEmpty();
    }

    private static List<String> names(int limit) {
        return TellingQueries.choose(REPORT, limit).stream()
                .map(QueryOutcome::query)
                .toList();
    }
}
