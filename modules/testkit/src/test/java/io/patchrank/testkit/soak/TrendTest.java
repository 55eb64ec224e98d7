package io.patchrank.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static Trend of(IntToDoubleFunction value) {
        List<Sample> samples = IntStream.range(0, 30)
                .mapToObj(i -> new Sample(50L * i, Map.of("value", value.applyAsDouble(i))))
                .toList();
        return Trend.of(samples, "value");
    }

    @Test
    void leakIsSeenThroughScatter() {
        SplittableRandom random = new SplittableRandom(1);

        Trend trend = of(i -> 1000 + 4 * i + 20 * random.nextDouble());

        assertThat(trend.growth()).isCloseTo(116, within(15.0));
        assertThat(trend.growsBeyond(0.03, 0)).isTrue();
    }

    @Test
    void scatterAloneIsNoLeak() {
        SplittableRandom random = new SplittableRandom(2);

        assertThat(of(i -> 1000 + 60 * random.nextDouble()).growsBeyond(0.03, 0))
                .isFalse();
        assertThat(of(i -> 7).growsBeyond(0, 0)).isFalse();
    }

    @Test
    void oneThreadThatStartsLateIsNoLeakButOneNowAndThenIs() {
        assertThat(of(i -> i < 10 ? 70 : 71).growsBeyond(0, 1)).isFalse();
        assertThat(of(i -> 70 + i / 5).growsBeyond(0, 1)).isTrue();
    }
}
