package io.patchrank.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.HarnessReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final int CYCLES = Integer.getInteger("crash.cycles", 100);
    private static final long SEED = Long.getLong("crash.seed", 1);

    @TempDir
    Path root;

    @Test
    void nothingAcknowledgedIsLostOrTwiceThereWhereverTheProcessDies() throws Exception {
        CrashReport report = new CrashHarness(SEED, root).run(CYCLES);

        HarnessReport.write("crash", report);
        assertThat(report.violations())
                .as("%s; replay: ./patchrank test --soak crash --seed %d --cycles %d", report, SEED, CYCLES)
                .isEmpty();
        assertThat(report.starts()).isPositive();
        assertThat(report.acknowledged()).isPositive();
    }
}
