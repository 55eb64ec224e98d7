package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.RerankerContract;
import io.patchrank.api.rerank.ShortlistScores;
import io.patchrank.api.testing.SyntheticLocals;
import io.patchrank.models.ames.AmesCheckpoint;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;
import io.patchrank.models.ames.GalleryTokens;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AmesRerankerTest {
    private static final AmesRerankOptions OPTIONS = new AmesRerankOptions(0.5f, 0.3f, 600, 200);
    private static final long CACHE = 1 << 20;

    private final SyntheticLocals locals = new SyntheticLocals(5, 64);

    /** Made-up weights know nothing of likeness; with the classifier's sign turned, these happen to favour it. */
    private static AmesReranker reranker(int bits) {
        SequencedMap<String, Tensor> tensors = new AmesCheckpoint(64, bits, 32, 64, 2, false).tensors();
        tensors.computeIfPresent("classifier.weight", (name, weight) -> weight.neg());
        try (StateDict weights = StateDict.owning("made-up weights", tensors)) {
            AmesNetwork network = AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU));
            return new AmesReranker(network, OPTIONS, CACHE, LocalsForm.DESCRIPTORS);
        }
    }

    @Nested
    class InFullPrecision extends RerankerContract {
        @Override
        protected Reranker create() {
            return reranker(0);
        }
    }

    @Nested
    class InBinary extends RerankerContract {
        @Override
        protected Reranker create() {
            return reranker(32);
        }
    }

    @Test
    void candidatesOfKnownKeysAreComputedOnce() {
        try (AmesReranker ames = reranker(0)) {
            LocalDescriptors query = locals.unrelated(20);
            LocalDescriptors image = locals.unrelated(30);
            FeatureKey key = new FeatureKey(3, 4);
            float raw = raw(ames, new Pair(query, image, Optional.of(key)));
            LocalDescriptors never = new LocalDescriptors(
                    64, new float[1], new float[1], new float[1], new float[1], new boolean[1], new float[64]);
            assertThat(raw(ames, new Pair(query, never, Optional.of(key)))).isEqualTo(raw);
            assertThat(raw(ames, new Pair(query, never))).isNotEqualTo(raw);
            assertThat(raw(ames, new Pair(query, never, Optional.of(new FeatureKey(3, 5)))))
                    .isNotEqualTo(raw);
            // Another number of descriptors makes other tokens.
            AmesReranker fewer = ames.with(Map.of("descriptorCount", 10));
            assertThat(raw(fewer, new Pair(query, image, Optional.of(key))))
                    .isCloseTo(raw(ames, new Pair(query, image.resized(10))), within(1e-4f));
        }
    }

    @Test
    void keptTokensStayWithinTheirMemory() {
        AmesTokenCache cache = new AmesTokenCache(10_000);
        try (StateDict weights = new AmesCheckpoint(64, 32, 32, 64, 1, false).weights();
                AmesNetwork network = AmesNetwork.load(weights, AmesOptions.on(ComputeDevice.CPU))) {
            GalleryTokens tokens = network.gallery(List.of("image"), List.of(locals.unrelated(50)))
                    .getFirst();
            for (int row = 0; row < 100; row++) {
                cache.keep(new FeatureKey(1, row), 50, tokens);
            }
            assertThat(cache.size()).isBetween(1L, 10_000L / (50 * 32));
        }
    }

    private static float raw(Reranker reranker, Pair pair) {
        return reranker.score(List.of(pair)).getFirst().raw();
    }

    @Test
    void queryAndCandidatesAreCutToTheirOwnCounts() {
        try (AmesReranker ames = reranker(0)) {
            AmesReranker cut = ames.with(Map.of("queryDescriptorCount", 9, "descriptorCount", 4));
            LocalDescriptors query = locals.unrelated(20);
            LocalDescriptors image = locals.unrelated(30);
            assertThat(cut.descriptorCount()).isEqualTo(4);
            assertThat(raw(cut, new Pair(query, image)))
                    .isCloseTo(raw(ames, new Pair(query.resized(9), image.resized(4))), within(1e-4f));
        }
    }

    @Test
    void descriptorsOfAnotherModelNameBothDimensionsAndTheKey() {
        try (AmesReranker ames = reranker(0)) {
            LocalDescriptors other = new SyntheticLocals(1, 48).unrelated(3);
            assertFails(
                    () -> raw(ames, new Pair(locals.unrelated(3), other, Optional.of(new FeatureKey(7, 1)))),
                    ErrorCode.MODEL_MISMATCH,
                    "7/1: has descriptors of 48 dimensions",
                    "takes 64");
        }
    }

    @Test
    void finalScoreIsTheWeightedSumOfThePaper() {
        try (AmesReranker ames = reranker(0)) {
            float[] finals = ames.combine(new ShortlistScores(
                    List.of(0.8f, 0.6f), List.of(Optional.of(new PairScore(-3, 0)), Optional.of(new PairScore(7, 0)))));
            assertThat(finals[0]).isCloseTo((float) (0.4 + 0.5 / (1 + Math.exp(0.9))), within(1e-6f));
            assertThat(finals[1]).isCloseTo((float) (0.3 + 0.5 / (1 + Math.exp(-2.1))), within(1e-6f));
        }
    }

    @Test
    void candidatesNotScoredYetAndThoseWithoutDescriptorsCountTheMedian() {
        try (AmesReranker ames = reranker(0)) {
            LocalDescriptors query = locals.unrelated(5);
            PairScore undecided =
                    ames.score(List.of(new Pair(query, locals.unrelated(0)))).getFirst();
            List<Optional<PairScore>> scores = new ArrayList<>(List.of(
                    Optional.of(new PairScore(9, 0)),
                    Optional.empty(),
                    Optional.of(undecided),
                    Optional.of(new PairScore(-9, 0)),
                    Optional.of(new PairScore(2, 0))));
            float[] finals = ames.combine(new ShortlistScores(List.of(0.5f, 0.5f, 0.5f, 0.5f, 0.5f), scores));
            assertThat(finals[1]).isEqualTo(finals[4]);
            assertThat(finals[2]).isEqualTo(finals[4]);
            assertThat(finals[0]).isGreaterThan(finals[1]);
            assertThat(finals[3]).isLessThan(finals[1]);
        }
    }

    @Test
    void presetsAreThoseOfThePaper() {
        assertThat(AmesPreset.of(false, false)).isEqualTo(AmesPreset.DINOV2_FP);
        assertThat(AmesPreset.of(false, true)).isEqualTo(AmesPreset.DINOV2_DIST);
        assertThat(AmesPreset.of(true, false)).isEqualTo(AmesPreset.CVNET_FP);
        assertThat(AmesPreset.of(true, true)).isEqualTo(AmesPreset.CVNET_DIST);
        assertThat(AmesRerankOptions.of(AmesPreset.DINOV2_FP)).isEqualTo(new AmesRerankOptions(0.55f, 0.3f, 600, 50));
    }

    @Test
    void everyOptionCanBeOverriddenForARequest() {
        AmesRerankOptions options = AmesRerankOptions.of(AmesPreset.DINOV2_FP);
        assertThat(options.with(Map.of("preset", "cvnet-dist"))).isEqualTo(new AmesRerankOptions(0.65f, 0.2f, 600, 50));
        assertThat(options.with(Map.of("preset", "dinov2-fp-later", "temperature", 0.7)))
                .isEqualTo(new AmesRerankOptions(0.5f, 0.7f, 600, 50));
        assertThat(options.with(
                        Map.of("lambda", 0, "temperature", 1, "queryDescriptorCount", 100, "descriptorCount", 25)))
                .isEqualTo(new AmesRerankOptions(0, 1, 100, 25));
        assertFails(() -> options.with(Map.of("preset", "best")), ErrorCode.BAD_REQUEST, "preset: must be one of");
        assertFails(() -> options.with(Map.of("lambda", 1.1)), ErrorCode.BAD_REQUEST, "lambda: must be");
        assertFails(() -> options.with(Map.of("descriptorCount", 0)), ErrorCode.BAD_REQUEST, "descriptorCount");
        assertFails(
                () -> options.with(Map.of("threshold", 1)),
                ErrorCode.BAD_REQUEST,
                "[descriptorCount, lambda, preset, queryDescriptorCount, temperature]");
    }

    @Test
    void registeredRerankerIsOfferedAndSharedByItsRequests() {
        try (Rerankers rerankers = Rerankers.standard("cpu", MutualNnOptions.DEFAULTS, Optional.of(reranker(0)))) {
            assertThat(rerankers.names()).containsExactly("ames", "mutual-nn", "none");
            assertThat(rerankers.get("ames", Map.of())).isSameAs(rerankers.get("ames", Map.of()));
            assertThat(rerankers.get("ames", Map.of("descriptorCount", 33)).descriptorCount())
                    .isEqualTo(33);
        }
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(parts);
        });
    }
}
