package io.patchrank.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.PatchrankException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormValuesTest {
    @Test
    void wholeNumbersAreIntegersHoweverTheyAreWritten() {
        for (String text : new String[] {"64", "64.0", "64.000", "6.4e1", "640e-1", "+64"}) {
            assertThat(FormValues.parse("size", "integer", text)).as(text).isEqualTo(64);
        }
        assertThat(FormValues.parse("size", "integer", "-0.0")).isEqualTo(0);
        assertThat(FormValues.parse("size", "number", "5000000000.0")).isEqualTo(5_000_000_000L);
        assertThat(FormValues.parse("size", "number", "0.50")).isEqualTo(0.5);
        assertThat(FormValues.parse("size", "number", "1e30")).isEqualTo(1e30);
        assertThat(FormValues.parse("size", "number", "1e-2147483647")).isEqualTo(0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0x10", "NaN", "Infinity", "1e400", "1e2147483647", "1e2147483648", "1,5"})
    void whatIsNoFiniteNumberIsRefused(String text) {
        assertThatThrownBy(() -> FormValues.parse("size", "number", text))
                .isInstanceOf(PatchrankException.class)
                .hasMessageContaining("size");
    }
}
