package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RerankersTest {
    private final Rerankers rerankers = Rerankers.standard("cpu", MutualNnOptions.DEFAULTS, Optional.empty());

    @AfterEach
    void close() {
        rerankers.close();
    }

    @Test
    void everyNameGivesTheRerankerOfThatName() {
        assertThat(rerankers.names()).containsExactly("mutual-nn", "none");
        assertThat(rerankers.names())
                .allSatisfy(
                        name -> assertThat(rerankers.get(name, Map.of()).name()).isEqualTo(name));
    }

    @Test
    void withoutOverridesRequestsShareOneReranker() {
        assertThat(rerankers.get("mutual-nn", Map.of())).isSameAs(rerankers.get("mutual-nn", Map.of()));
    }

    @Test
    void overridesReplaceOptionsOfOneRequest() {
        assertThat(rerankers.get("mutual-nn", Map.of("descriptorCount", 50)).descriptorCount())
                .isEqualTo(50);
        assertThat(rerankers.get("mutual-nn", Map.of()).descriptorCount())
                .isEqualTo(MutualNnOptions.DEFAULTS.descriptorCount());
    }

    @Test
    void everyOptionCanBeOverridden() {
        MutualNnOptions options = MutualNnOptions.DEFAULTS.with(
                Map.of("threshold", 0.5, "attention", true, "saliency", 0.1, "share", true, "descriptorCount", 7L));
        assertThat(options)
                .isEqualTo(new MutualNnOptions(0.5f, true, 0.1f, true, 7, false, MutualNnOptions.DEFAULTS.judgement()));
    }

    @Test
    void judgementCanBeChosenAndTuned() {
        assertThat(MutualNnOptions.DEFAULTS.with(Map.of("weight", 0.2)).judgement())
                .isEqualTo(new EvidenceJudgement(0.5f, 3.5f, 1.5f, 0.6f, 100, 0.2f));
        MutualNnOptions counting = MutualNnOptions.DEFAULTS.with(Map.of("judgement", "count", "margin", 2));
        assertThat(counting.judgement()).isEqualTo(new CountJudgement(2, CountJudgement.DEFAULTS.weight()));
        assertThat(counting.with(Map.of("share", true)).judgement()).isEqualTo(counting.judgement());
        assertThat(counting.with(Map.of("judgement", "evidence")).judgement()).isEqualTo(EvidenceJudgement.DEFAULTS);
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("judgement", "guess")),
                "judgement: must be one of [count, evidence], not guess");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("judgement", "count", "radius", 3)),
                "radius: not an option of this re-ranker; it knows [attention, descriptorCount, judgement, margin, "
                        + "saliency, share, threshold, weight]");
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertBadRequest(
                () -> rerankers.get("magic", Map.of()), "magic: no such re-ranker; choose one of mutual-nn, none");
    }

    @Test
    void amesWithoutCheckpointSaysHowToConfigureIt() {
        assertBadRequest(
                () -> rerankers.get("ames", Map.of()),
                "ames: not configured: name an AMES checkpoint in rerank.ames.weights; until then choose one of "
                        + "mutual-nn, none");
    }

    @Test
    void unknownOptionListsTheKnownOnes() {
        assertThatThrownBy(() -> rerankers.get("mutual-nn", Map.of("treshold", 0.5)))
                .hasMessageContaining("treshold")
                .hasMessageContaining("threshold,");
        assertBadRequest(
                () -> rerankers.get("none", Map.of("threshold", 1)),
                "threshold: not an option of this re-ranker; it knows []");
    }

    @Test
    void valuesOutOfRangeOrOfAnotherTypeAreRefused() {
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("threshold", 1.5)),
                "threshold: must be a number from 0.0 to 1.0, not 1.5");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("threshold", "high")), "threshold: must be a number, not high");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("threshold", Double.NaN)),
                "threshold: must be a number from 0.0 to 1.0, not NaN");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("descriptorCount", 0)),
                "descriptorCount: must be a whole number of at least 1, not 0");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("descriptorCount", 1.5)),
                "descriptorCount: must be a whole number, not 1.5");
        assertBadRequest(
                () -> rerankers.get("mutual-nn", Map.of("attention", 1)), "attention: must be true or false, not 1");
    }

    private static void assertBadRequest(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(e).hasMessage(message);
        });
    }
}
