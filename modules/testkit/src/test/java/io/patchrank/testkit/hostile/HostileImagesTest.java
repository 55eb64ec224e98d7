package io.patchrank.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.HarnessReport;
import io.patchrank.imaging.ImageFile;
import io.patchrank.imaging.header.ImageLimits;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileImagesTest {
    private static final long SEED = Long.getLong("hostile.seed", 1);
    private static final int FLIPS = Integer.getInteger("hostile.flips", 100);

    private static final long MEGABYTE = 1L << 20;
    /** Code, classes, threads, buffers of the JVM, and the native libraries. */
    private static final long PROGRAM = 300 * MEGABYTE;
    /** A picture within decode.max-pixels: 12 bytes a pixel, as in {@link ImageLimits}. */
    private static final long PICTURE = 12 * ImageLimits.DEFAULT.maxPixels();
    /** The heap in full, and for the one decoding thread the largest file, copied for the decoder, and its picture. */
    private static final long BOUND =
            WatchingProcess.HEAP_MEGABYTES * MEGABYTE + PROGRAM + ImageFile.DEFAULT_MAX_BYTES + PICTURE;

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
        report.peakMemory().ifPresent(peak -> assertThat(peak).isLessThan(BOUND));
    }
}
