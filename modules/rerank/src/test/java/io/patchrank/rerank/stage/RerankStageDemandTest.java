package io.patchrank.rerank.stage;

import static io.patchrank.rerank.stage.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.rerank.stage.RankedOrder.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Demand, cancelling, deadlines, overload and stopping. Sources are held, so nothing depends on the wall clock. */
class RerankStageDemandTest {
    private static final RerankStageOptions OPTIONS = new RerankStageOptions(2, 1, 1, 2);

    private final FakeSource source = FakeSource.held();
    private final FakeReranker reranker = new FakeReranker();
    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final RerankStage stage = new RerankStage(source, OPTIONS, timer);

    @Test
    void zeroDemandReadsNothingThenOrdersComeOneByOne() {
        StepVerifier.create(stage.submit(job(1, 6, reranker)), 0)
                .expectSubscription()
                .then(() -> assertThat(source.reads()).isEmpty())
                .thenRequest(1)
                .then(() -> source.permit(1))
                .assertNext(order -> assertThat(order.scored()).isEqualTo(2))
                .thenRequest(1)
                .then(() -> source.permit(1))
                .assertNext(order -> assertThat(order.scored()).isEqualTo(4))
                .thenRequest(1)
                .then(() -> source.permit(1))
                .assertNext(order -> assertThat(order.state()).isEqualTo(State.COMPLETE))
                .verifyComplete();
    }

    @Test
    void slowSubscriberSkipsToTheNewestOrder() {
        StepVerifier.create(stage.submit(job(1, 6, reranker)), 1)
                .then(() -> source.permit(1))
                .assertNext(order -> assertThat(order.scored()).isEqualTo(2))
                .then(() -> source.permit(2))
                // The last order has left the scorers; that the job is over says less.
                .then(() -> stage.stop().block())
                .thenRequest(1)
                .assertNext(order -> assertThat(order.state()).isEqualTo(State.COMPLETE))
                .verifyComplete();
    }

    @Test
    void cancelFreesTheWork() {
        Disposable cancelled = stage.submit(job(1, 100, reranker)).subscribe();
        source.awaitReads(1);
        cancelled.dispose();
        assertThat(stage.activeJobs()).isZero();
        source.permit(1000);
        stage.rank(job(2, 4, reranker)).block();
        assertThat(source.reads())
                .filteredOn(keys -> keys.getFirst().segment() == 1)
                .hasSize(1);
        assertThat(reranker.batches().stream().flatMap(List::stream)).hasSize(4);
    }

    @Test
    void cancelByAnotherPublisherFreesTheWork() {
        TestPublisher<String> userLeft = TestPublisher.create();
        StepVerifier.create(stage.submit(job(1, 100, reranker)).takeUntilOther(userLeft))
                .then(() -> source.awaitReads(1))
                .then(() -> userLeft.next("closed the page"))
                .verifyComplete();
        assertThat(stage.activeJobs()).isZero();
    }

    @Test
    void stageAsksForNoMoreJobsThanItsCallerAllows() {
        TestPublisher<RerankJob> jobs = TestPublisher.create();
        source.permit(1000);
        StepVerifier.create(jobs.flux().flatMap(stage::rank, 2, 1))
                .then(() -> jobs.assertMaxRequested(2))
                .then(() -> jobs.next(job(1, 3, reranker), job(2, 3, reranker)))
                .expectNextCount(2)
                .then(() -> jobs.assertMinRequested(1))
                .then(() -> jobs.next(job(3, 3, reranker)).complete())
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void deadlineGivesTheBestOrderSoFar() {
        StepVerifier.create(stage.submit(job(1, 6, reranker, Optional.of(Duration.ofSeconds(1)))))
                .then(() -> source.permit(1))
                .assertNext(order -> assertThat(order.state()).isEqualTo(State.IMPROVING))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .assertNext(order -> {
                    assertThat(order.partial()).isTrue();
                    assertThat(order.scored()).isEqualTo(2);
                    assertThat(Jobs.rows(order)).containsExactly(1, 0, 2, 3, 4, 5);
                    assertThat(order.timings().total()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                })
                .verifyComplete();
        assertThat(stage.activeJobs()).isZero();
    }

    @Test
    void deadlineBeforeAnyScoreGivesTheGlobalOrder() {
        StepVerifier.create(stage.submit(job(1, 3, reranker, Optional.of(Duration.ofMillis(10)))))
                .then(() -> source.awaitReads(1))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(10)))
                .assertNext(order -> {
                    assertThat(order.partial()).isTrue();
                    assertThat(Jobs.rows(order)).containsExactly(0, 1, 2);
                })
                .verifyComplete();
    }

    @Test
    void deadlineThatIsNotReachedChangesNothing() {
        source.permit(1000);
        RankedOrder order = stage.rank(job(1, 6, reranker, Optional.of(Duration.ofDays(100_000))))
                .blockOptional()
                .orElseThrow();
        assertThat(order.state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void fullQueueIsRefusedWithRetryAfterAndRecovers() {
        Mono<List<RankedOrder>> accepted = Flux.merge(stage.rank(job(1, 6, reranker)), stage.rank(job(2, 6, reranker)))
                .collectList()
                .cache();
        accepted.subscribe();
        StepVerifier.create(stage.submit(job(3, 6, reranker))).verifyErrorSatisfies(failure -> {
            PatchrankException refused = (PatchrankException) failure;
            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.retryAfter().orElseThrow()).isPositive();
        });
        source.permit(1000);
        assertThat(accepted.blockOptional().orElseThrow()).hasSize(2);
        assertThat(stage.rank(job(3, 6, reranker)).blockOptional().orElseThrow().scored())
                .isEqualTo(6);
    }

    @Test
    void longShortlistDoesNotStarveAShortOne() {
        Disposable large = stage.submit(job(1, 1000, reranker)).subscribe();
        source.awaitReads(1);
        Mono<RankedOrder> small = stage.rank(job(2, 3, reranker)).cache();
        small.subscribe();
        source.permit(6);
        assertThat(small.blockOptional().orElseThrow().scored()).isEqualTo(3);
        large.dispose();
        source.permit(1);
    }

    @Test
    void pairsInMemoryAreBounded() {
        RerankStageOptions options = new RerankStageOptions(4, 2, 2, 16);
        AtomicInteger inMemory = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FakeSource open = FakeSource.open();
        LocalsSource counted = (keys, count, form) -> {
            most.accumulateAndGet(inMemory.addAndGet(keys.size()), Math::max);
            return open.read(keys, count, form);
        };
        Semaphore scoring = new Semaphore(0);
        FakeReranker slow = new FakeReranker(pairs -> {
            scoring.acquireUninterruptibly();
            inMemory.addAndGet(-pairs.size());
        });
        RerankStage bounded = new RerankStage(counted, options, timer);
        Mono<List<RankedOrder>> all = Flux.range(0, 16)
                .flatMap(i -> bounded.rank(job(i, 40, slow)), 16)
                .collectList()
                .cache();
        all.subscribe();
        // Two batches with the scorers and at least one read ahead, before any scorer has finished. The second may come
        // only when flatMap has cleaned up behind the first.
        open.awaitReads(3);
        scoring.release(1 << 20);
        assertThat(all.blockOptional().orElseThrow()).hasSize(16);
        assertThat(most.get())
                .isBetween(3 * options.batchSize(), (options.readAhead() + options.scorers()) * options.batchSize());
        bounded.stop().block();
    }

    @Test
    void stopDrainsThenRefuses() {
        Mono<RankedOrder> accepted = stage.rank(job(1, 6, reranker)).cache();
        accepted.subscribe();
        StepVerifier.create(stage.stop())
                .then(() -> StepVerifier.create(stage.submit(job(2, 1, reranker)))
                        .verifyErrorSatisfies(RerankStageDemandTest::assertUnavailable))
                .then(() -> source.permit(1000))
                .verifyComplete();
        assertThat(accepted.blockOptional().orElseThrow().scored()).isEqualTo(6);
        StepVerifier.create(stage.stop()).verifyComplete();
    }

    @Test
    void closeEndsWaitingJobs() {
        StepVerifier.create(stage.submit(job(1, 6, reranker)))
                .then(() -> source.awaitReads(1))
                .then(stage::close)
                .verifyErrorSatisfies(RerankStageDemandTest::assertUnavailable);
        source.permit(1000);
        StepVerifier.create(stage.stop()).verifyComplete();
    }

    private static void assertUnavailable(Throwable failure) {
        assertThat(((PatchrankException) failure).code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE);
    }
}
