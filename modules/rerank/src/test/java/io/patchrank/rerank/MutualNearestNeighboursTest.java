package io.patchrank.rerank;

import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.RerankerContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SingleThreaded.class)
class MutualNearestNeighboursTest {
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
    class InTorchOperations extends RerankerContract {
        @Override
        protected Reranker create() {
            return new MutualNearestNeighbours(MutualNnOptions.DEFAULTS, new DeviceMatchKernel("cpu"), true);
        }
    }
}
