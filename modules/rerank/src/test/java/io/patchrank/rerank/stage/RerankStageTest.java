package io.patchrank.rerank.stage;

import static io.patchrank.rerank.stage.Jobs.job;
import static io.patchrank.rerank.stage.Jobs.key;
import static io.patchrank.rerank.stage.Jobs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.rerank.NoRerank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a job gets: orders, ranks, errors. */
class RerankStageTest {
    private static final RerankStageOptions OPTIONS = new RerankStageOptions(2, 1, 1, 8);

    private final FakeSource source = FakeSource.open();
    private final RerankStage stage = new RerankStage(source, OPTIONS);

    @AfterEach
    void stop() {
        stage.stop().block();
    }

    @Test
    void ordersImproveUntilComplete() {
        List<RankedOrder> orders = stage.submit(job(1, 7, new FakeReranker()))
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(orders).extracting(RankedOrder::scored).isSorted().last().isEqualTo(7);
        assertThat(orders).extracting(RankedOrder::last).startsWith(false).containsOnlyOnce(true);
        assertThat(rows(orders.getLast())).containsExactly(6, 5, 4, 3, 2, 1, 0);
        assertThat(orders.getLast().partial()).isFalse();
    }

    /** By a clock that stands still the second order never comes due; the last is not kept waiting. */
    @Test
    void ordersInBetweenKeepTheirIntervalTheLastDoesNot() {
        try (RerankStage still = new RerankStage(source, OPTIONS, VirtualTimeScheduler.create())) {
            List<RankedOrder> orders = still.submit(job(1, 9, new FakeReranker()), Duration.ofMillis(100))
                    .collectList()
                    .blockOptional()
                    .orElseThrow();

            assertThat(orders).extracting(RankedOrder::last).containsExactly(false, true);
            assertThat(orders.getFirst().scored()).isPositive();
            assertThat(orders.getLast().scored()).isEqualTo(9);
        }
    }

    @Test
    void bestCandidatesAreScoredFirst() {
        stage.rank(job(1, 5, new FakeReranker())).block();
        assertThat(source.reads())
                .containsExactly(List.of(key(1, 0), key(1, 1)), List.of(key(1, 2), key(1, 3)), List.of(key(1, 4)));
    }

    @Test
    void ranksTellThePlaceBeforeAndAfter() {
        RankedOrder order =
                stage.rank(job(1, 3, new FakeReranker())).blockOptional().orElseThrow();
        assertThat(order.candidates()).extracting(RankedCandidate::rankBefore).containsExactly(3, 2, 1);
        assertThat(order.candidates()).extracting(RankedCandidate::rankAfter).containsExactly(1, 2, 3);
        assertThat(order.candidates())
                .extracting(RankedCandidate::score)
                .isSortedAccordingTo((a, b) -> Float.compare(b, a));
        assertThat(order.candidates().getFirst().pairScore().orElseThrow().matches())
                .isEqualTo(2);
    }

    @Test
    void timingsAddUp() {
        RerankTimings timings = stage.rank(job(1, 3, new FakeReranker()))
                .blockOptional()
                .orElseThrow()
                .timings();
        assertThat(timings.waiting()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(timings.reading()).isPositive();
        assertThat(timings.scoring()).isPositive();
        assertThat(timings.total()).isGreaterThanOrEqualTo(timings.waiting());
    }

    @Test
    void rerankerWithoutLocalsReadsNothing() {
        StepVerifier.create(stage.submit(job(1, 3, new NoRerank())))
                .assertNext(order -> {
                    assertThat(rows(order)).containsExactly(0, 1, 2);
                    assertThat(order.state()).isEqualTo(RankedOrder.State.COMPLETE);
                })
                .verifyComplete();
        assertThat(source.reads()).isEmpty();
    }

    @Test
    void emptyShortlistIsCompleteAtOnce() {
        StepVerifier.create(stage.submit(job(1, 0, new FakeReranker())))
                .assertNext(order -> assertThat(order.candidates()).isEmpty())
                .verifyComplete();
    }

    @Test
    void sameImageForTwoPlacesIsReadOnce() {
        Candidate twice = new Candidate(key(1, 5), 0.5f);
        RerankJob job =
                new RerankJob(FakeSource.locals(1), List.of(twice, twice), new FakeReranker(), Optional.empty());
        RankedOrder order = stage.rank(job).blockOptional().orElseThrow();
        assertThat(order.scored()).isEqualTo(2);
        assertThat(source.reads()).containsExactly(List.of(key(1, 5)));
    }

    @Test
    void unreadableCandidateKeepsItsGlobalPlaceAndTellsWhy() {
        source.breakKey(key(1, 2));
        RankedOrder order =
                stage.rank(job(1, 5, new FakeReranker())).blockOptional().orElseThrow();
        assertThat(rows(order)).containsExactly(4, 3, 1, 0, 2);
        assertThat(order.scored()).isEqualTo(4);
        assertThat(order.failed()).isEqualTo(1);
        RankedCandidate broken = order.candidates().getLast();
        assertThat(broken.error()).contains(ErrorCode.DATA_CORRUPT);
        assertThat(broken.pairScore()).isEmpty();
        assertThat(broken.score()).isEqualTo(broken.candidate().similarity());
    }

    @Test
    void unscorableCandidateDoesNotDisturbItsBatch() {
        FakeReranker throwing = new FakeReranker(pairs -> {
            if (pairs.stream().anyMatch(pair -> pair.candidate().values()[0] == 1)) {
                throw new IllegalStateException("native failure");
            }
        });
        RankedOrder order = stage.rank(job(1, 4, throwing)).blockOptional().orElseThrow();
        assertThat(order.scored()).isEqualTo(3);
        assertThat(order.candidates().getLast().error()).contains(ErrorCode.INTERNAL);
    }

    @Test
    void infiniteScoreCountsAsFailed() {
        RerankJob job = new RerankJob(
                FakeSource.locals(Float.MAX_VALUE),
                List.of(new Candidate(key(1, 0), 1), new Candidate(key(1, 9), 0.5f)),
                new FakeReranker(),
                Optional.empty());
        RankedOrder order = stage.rank(job).blockOptional().orElseThrow();
        assertThat(order.scored()).isEqualTo(1);
        assertThat(order.candidates().getLast().error()).contains(ErrorCode.INTERNAL);
    }

    @Test
    void allCandidatesFailingIsAnErrorNamingTheFirst() {
        for (int i = 0; i < 3; i++) {
            source.breakKey(key(1, i));
        }
        StepVerifier.create(stage.rank(job(1, 3, new FakeReranker()))).verifyErrorSatisfies(failure -> {
            assertThat(((PatchrankException) failure).code()).isEqualTo(ErrorCode.DATA_CORRUPT);
            assertThat(failure)
                    .hasMessage("1/0: none of the 3 candidates could be re-ranked, this one because: "
                            + "checksum differs; re-ingest it");
        });
    }

    @Test
    void sourceThatForgetsImagesIsAnError() {
        RerankStage forgetful = new RerankStage((keys, count, form) -> List.of(), OPTIONS);
        StepVerifier.create(forgetful.rank(job(1, 3, new FakeReranker())))
                .verifyErrorSatisfies(failure ->
                        assertThat(((PatchrankException) failure).code()).isEqualTo(ErrorCode.INTERNAL));
        forgetful.stop().block();
    }

    @Test
    void jobsOfDifferentRerankersAreNotMixed() {
        List<FakeReranker> rerankers = List.of(new FakeReranker(), new FakeReranker());
        List<RankedOrder> last = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            last.add(stage.rank(job(i, 4, rerankers.get(i))).blockOptional().orElseThrow());
        }
        assertThat(last).allSatisfy(order -> assertThat(order.scored()).isEqualTo(4));
        assertThat(rerankers)
                .allSatisfy(reranker -> assertThat(reranker.batches()).hasSize(2));
        assertThat(source.reads()).allSatisfy(keys -> assertThat(keys)
                .extracting(FeatureKey::segment)
                .containsOnly(keys.getFirst().segment()));
    }
}
