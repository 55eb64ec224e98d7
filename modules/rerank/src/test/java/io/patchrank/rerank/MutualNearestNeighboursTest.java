package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.RerankerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SingleThreaded.class)
class MutualNearestNeighboursTest {
    @Test
    void rawScoreCountsWeightsOrShares() {
        // Rows of the query: right, up, left; of the candidate: up, right, down. The weights' mean is 2.
        LocalDescriptors query = image(new float[] {3, 2, 1}, 1, 0, 0, 1, -1, 0);
        LocalDescriptors candidate = image(new float[] {3, 2, 1}, 0, 1, 1, 0, 0, -1);
        assertThat(score(Map.of(), query, candidate)).isEqualTo(2);
        assertThat(score(Map.of("share", true), query, candidate)).isCloseTo(2 / 3f, within(1e-6f));
        assertThat(score(Map.of("attention", true), query, candidate))
                .isCloseTo((float) (2 * Math.sqrt(1.5)), within(1e-6f));
        assertThat(score(Map.of("saliency", 0.5), query, candidate)).isEqualTo(2);
        assertThat(score(Map.of("saliency", 0.8), query, candidate)).isZero();
        assertThat(score(Map.of("descriptorCount", 1), query, candidate)).isZero();
    }

    private static float score(Map<String, Object> options, LocalDescriptors query, LocalDescriptors candidate) {
        try (Reranker reranker = new MutualNearestNeighbours(MutualNnOptions.DEFAULTS.with(options), "cpu")) {
            return reranker.score(List.of(new Pair(query, candidate)))
                    .getFirst()
                    .raw();
        }
    }

    private static LocalDescriptors image(float[] weights, float... values) {
        int n = weights.length;
        float[] zero = new float[n];
        return new LocalDescriptors(values.length / n, zero, zero, zero, weights, new boolean[n], values);
    }

    @Nested
    class OnHost extends RerankerContract {
        @Override
        protected Reranker create() {
            return new MutualNearestNeighbours(MutualNnOptions.DEFAULTS, "cpu");
        }
    }

    @Nested
    class WeightedShare extends RerankerContract {
        @Override
        protected Reranker create() {
            MutualNnOptions options =
                    MutualNnOptions.DEFAULTS.with(Map.of("attention", true, "share", true, "saliency", 0.02));
            return new MutualNearestNeighbours(options, "cpu");
        }
    }

    @Nested
    class JudgedByCount extends RerankerContract {
        @Override
        protected Reranker create() {
            return new MutualNearestNeighbours(MutualNnOptions.DEFAULTS.with(Map.of("judgement", "count")), "cpu");
        }
    }

    @Nested
    class InTorchOperations extends RerankerContract {
        @Override
        protected Reranker create() {
            return new MutualNearestNeighbours(MutualNnOptions.DEFAULTS, new DeviceMatchKernel("cpu"), true);
        }
    }
}
