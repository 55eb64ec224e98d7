package io.patchrank.rerank.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceRateTest {
    private static final long MILLI = 1_000_000;

    private final ServiceRate rate = new ServiceRate();

    @Test
    void unmeasuredRateGuessesHalfASecond() {
        assertThat(rate.timeFor(1000)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void measuredRateScalesWithTheQueue() {
        rate.finished(10, 0, 20 * MILLI);
        assertThat(rate.timeFor(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void overlappingBatchesCountTheTimeBetweenTheirEnds() {
        rate.finished(10, 0, 20 * MILLI);
        rate.finished(10, 5 * MILLI, 40 * MILLI);
        assertThat(rate.timeFor(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void idleTimeDoesNotCount() {
        rate.finished(10, 0, 20 * MILLI);
        rate.finished(10, 1_000_000 * MILLI, 1_000_020 * MILLI);
        assertThat(rate.timeFor(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void answerStaysBetweenTenMillisecondsAndAMinute() {
        rate.finished(10, 0, 20 * MILLI);
        assertThat(rate.timeFor(0)).isEqualTo(Duration.ofMillis(10));
        assertThat(rate.timeFor(1_000_000_000)).isEqualTo(Duration.ofMinutes(1));
    }
}
