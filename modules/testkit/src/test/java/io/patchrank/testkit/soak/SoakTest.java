package io.patchrank.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.ChildJvm;
import io.patchrank.api.testing.HarnessReport;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reads {@code /proc}, so it runs on Linux. */
@EnabledOnOs(OS.LINUX)
class SoakTest {
    private static final long SEED = Long.getLong("long.seed", 1);
    private static final int MINUTES = Integer.getInteger("long.minutes", 0);
    private static final int EXTRACTIONS = 2_100;
    private static final double MEGABYTE = 1 << 20;

    @TempDir
    Path root;

    @Test
    void memoryHandlesAndThreadsStayAsTheyAre() throws Exception {
        SoakReport report = run();

        HarnessReport.write("long", report);
        assertThat(report.extractions()).isGreaterThanOrEqualTo(2_000);
        assertThat(report.trend(Sample.RESIDENT).growsBeyond(0.03, 0))
                .as("%s", report)
                .isFalse();
        assertThat(report.trend(Sample.NATIVE_BYTES).growsBeyond(0.01, 0))
                .as("%s", report)
                .isFalse();
        assertThat(report.trend(Sample.NATIVE_OBJECTS).growsBeyond(0.01, 0))
                .as("%s", report)
                .isFalse();
        assertThat(report.trend(Sample.HEAP).growsBeyond(0.05, MEGABYTE))
                .as("%s", report)
                .isFalse();
        assertThat(report.trend(Sample.DIRECT).growsBeyond(0.05, MEGABYTE))
                .as("%s", report)
                .isFalse();
        for (String counted : List.of(Sample.THREADS, Sample.HANDLES, Sample.DELETED)) {
            assertThat(report.trend(counted).growsBeyond(0, 1))
                    .as("%s: %s", counted, report)
                    .isFalse();
        }
    }

    private SoakReport run() throws IOException, InterruptedException {
        Path log = root.resolve("stderr.txt");
        List<String> flags = List.of(
                "--add-modules",
                "jdk.incubator.vector",
                // All of the heap is resident from the start.
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch");
        List<String> arguments =
                List.of(root.toString(), Long.toString(SEED), Integer.toString(EXTRACTIONS), Integer.toString(MINUTES));
        ProcessBuilder builder =
                new ProcessBuilder(ChildJvm.command(flags, SoakChild.class, arguments)).redirectError(log.toFile());
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process child = builder.start();
        List<Sample> samples = new ArrayList<>();
        String done = "";
        try (BufferedReader output = child.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(SoakChild.SAMPLE)) {
                    samples.add(Sample.fromJson(new JsonObject(line.substring(SoakChild.SAMPLE.length()))));
                } else if (line.startsWith("END ")) {
                    done = line.substring("END ".length());
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor()).as(Files.readString(log)).isZero();
        return SoakReport.of(SEED, samples, done);
    }
}
