package io.patchrank.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.testkit.HarnessReport;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileImagesTest {
    private static final long SEED = Long.getLong("hostile.seed", 1);
    private static final int FLIPS = Integer.getInteger("hostile.flips", 150);

    private static final long MEGABYTE = 1L << 20;

    @TempDir
    Path root;

    /** Paths that are longer than Java can name them. */
    @AfterEach
    void remove() throws IOException, InterruptedException {
        Shell.run(root, "rm -rf watched");
    }

    @Test
    void everyFileEndsInItsStateInBoundedMemoryAndDisturbsNoOther() throws Exception {
        HostileReport report = new HostileHarness(SEED, root).run(FLIPS);

        HarnessReport.write("hostile", report);
        assertThat(report.violations())
                .as("%s; replay: ./patchrank test --soak hostile --seed %d --flips %d", report, SEED, FLIPS)
                .isEmpty();
        assertThat(report.kinds()).isGreaterThanOrEqualTo(25);
        report.peakMemory().ifPresent(peak -> assertThat(peak).isLessThan(2000 * MEGABYTE));
    }
}
