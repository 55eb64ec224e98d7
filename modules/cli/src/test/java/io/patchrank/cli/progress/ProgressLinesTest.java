package io.patchrank.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void lineTellsCountRateRemainingTimeAndRemark() {
        Progress progress = new ProgressLines("ingest", 4, Duration.ZERO, lines::add);

        progress.step("");
        progress.step("1 rejected");

        assertThat(lines.getFirst()).matches("ingest: 1 of 4, [0-9.]+ a second, \\d+ s left");
        assertThat(lines.getLast()).matches("ingest: 2 of 4, [0-9.]+ a second, \\d+ s left, 1 rejected");
    }

    @Test
    void quickTaskSaysNothing() {
        Progress progress = new ProgressLines("ingest", 2, Duration.ofHours(1), lines::add);

        progress.step("");
        progress.step("");

        assertThat(lines).isEmpty();
    }
}
