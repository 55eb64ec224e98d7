package io.patchrank.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cls@7",
                "mean@8",
                "gem@6",
                "gem(2.5)@6",
                "gem@7.value",
                "cls@12.normalised",
                "weighted@12.normalised",
                "mean@3.attention-output"
            })
    void globalPartIsReadAsWritten(String text) {
        assertThat(GlobalPart.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attention@7", "norm"})
    void patchWeightIsReadAsWritten(String text) {
        assertThat(PatchWeight.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cls", "max@7", "gem@", "gem(0)@7", "gem(1.2.3)@7", "cls@7.colour", "cls@-1", "gem@0.key"})
    void mistakenGlobalPartIsRefused(String text) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> GlobalPart.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"attention", "attention@x", "l2"})
    void mistakenPatchWeightIsRefused(String text) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> PatchWeight.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "int4"})
    void unknownPrecisionIsRefused(String text) {
        assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> Precision.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }
}
