package io.patchrank.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.HarnessReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs the whole of 127.0.0.0/8, and signals")
class StageFailuresTest {
    private static final long SEED = Long.getLong("cluster.seed", 1);
    private static final int IMAGES = Integer.getInteger("cluster.images", 120);
    /** Longer than a worker takes to be missed, so that it comes back when its work is another's already. */
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("cluster.pause", 10));

    @TempDir
    Path root;

    @Test
    void everyImageIsIndexedOnceAndSearchGoesOnWhileExtractorsDieAndFallSilent() throws Exception {
        ClusterReport report = new ClusterHarness(SEED, IMAGES, PAUSE, root).run();

        HarnessReport.write("cluster", report);
        assertThat(report.violations())
                .as("%s; replay: ./patchrank test --soak cluster --seed %d --images %d", report, SEED, IMAGES)
                .isEmpty();
        assertThat(report.kills()).isPositive();
        assertThat(report.resent()).isPositive();
        assertThat(report.searches()).isPositive();
    }
}
