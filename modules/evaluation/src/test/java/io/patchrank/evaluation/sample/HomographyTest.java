package io.patchrank.evaluation.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HomographyTest {
    private static final Homography TILTED = Homography.of(0.9, -0.2, 30, 0.1, 1.1, -12, 4e-4, -2e-4, 1);

    @Test
    void pointIsDividedByItsThirdCoordinate() {
        double[] point = Homography.of(2, 0, 4, 0, 2, 6, 0, 0, 2).apply(10, 20);
        assertThat(point).containsExactly(12, 23);
    }

    @Test
    void inverseLeadsBack() {
        double[] there = TILTED.apply(123, 45);
        double[] back = TILTED.inverse().apply(there[0], there[1]);
        assertThat(back[0]).isCloseTo(123, within(1e-9));
        assertThat(back[1]).isCloseTo(45, within(1e-9));
    }

    @Test
    void compositionAppliesTheInnerFirst() {
        Homography shift = Homography.of(1, 0, 5, 0, 1, 7, 0, 0, 1);
        double[] inner = shift.apply(10, 20);
        double[] expected = TILTED.apply(inner[0], inner[1]);
        double[] actual = TILTED.after(shift).apply(10, 20);
        assertThat(actual[0]).isCloseTo(expected[0], within(1e-9));
        assertThat(actual[1]).isCloseTo(expected[1], within(1e-9));
    }

    @Test
    void eightValuesAreRefused() {
        assertThatThrownBy(() -> new Homography(List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nine");
    }
}
