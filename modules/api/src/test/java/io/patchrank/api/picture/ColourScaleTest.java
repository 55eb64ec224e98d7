package io.patchrank.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourScaleTest {
    @Test
    void endsAreThoseOfViridis() {
        assertThat(ColourScale.hex(ColourScale.WEAKEST)).isEqualTo("#440154");
        assertThat(ColourScale.hex(0.6)).isEqualTo("#21918c");
        assertThat(ColourScale.hex(ColourScale.STRONGEST)).isEqualTo("#fde725");
    }

    @Test
    void whatLiesOutsideGetsTheColourOfTheEnd() {
        assertThat(ColourScale.hex(-1)).isEqualTo("#440154");
        assertThat(ColourScale.hex(Double.NaN)).isEqualTo("#440154");
        assertThat(ColourScale.hex(1.000001)).isEqualTo("#fde725");
    }

    @Test
    void strongerIsLighter() {
        double before = -1;
        for (int step = 0; step <= 600; step++) {
            double lightness = luminance(ColourScale.rgb(0.3 + step / 1000.0));
            assertThat(lightness).as("at step %d", step).isGreaterThan(before - 0.5);
            before = lightness;
        }
    }

    private static double luminance(int rgb) {
        return 0.2126 * (rgb >> 16 & 0xff) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
    }
}
