package io.patchrank.pipeline.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.config.ExtractConfig.Precision;
import io.patchrank.torch.CpuFeatures;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineChecksTest {
    private static final CpuFeatures OLD = new CpuFeatures(Set.of("avx2", "fma"));

    @Test
    void bfloat16OnAProcessorWithoutItIsAWarning() {
        assertThat(MachineChecks.precision(Precision.BFLOAT16, false, OLD)).hasValueSatisfying(check -> {
            assertThat(check.verdict()).isEqualTo(Check.Verdict.WARN);
            assertThat(check.detail()).contains("extract.precision: float32");
        });
        assertThat(MachineChecks.precision(Precision.BFLOAT16, false, new CpuFeatures(Set.of("avx512f"))))
                .hasValueSatisfying(check -> assertThat(check.verdict()).isEqualTo(Check.Verdict.OK));
    }

    @Test
    void nothingIsSaidOfOtherPrecisionsAndDevices() {
        assertThat(MachineChecks.precision(Precision.FLOAT32, false, OLD)).isEmpty();
        assertThat(MachineChecks.precision(Precision.INT8, false, OLD)).isEmpty();
        assertThat(MachineChecks.precision(Precision.BFLOAT16, true, OLD)).isEmpty();
        assertThat(MachineChecks.precision(Precision.BFLOAT16, false, new CpuFeatures(Set.of())))
                .isEmpty();
    }
}
