package io.patchrank.pipeline.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.testing.SyntheticLocals;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.message.Improved;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.Progress;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.RerankReply;
import io.patchrank.pipeline.message.RerankRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.StageCodec;
import io.patchrank.rerank.MutualNnOptions;
import io.patchrank.rerank.Rerankers;
import io.patchrank.rerank.stage.RerankStageOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test plays the store and the search stage. Pairs are scored one by one. */
class ImprovementsTest {
    private static final String SEARCH = StageAddresses.IMPROVED + "test";

    private final LocalDescriptors locals = new SyntheticLocals(1, 8).unrelated(4);
    private final LinkedBlockingQueue<Message<Improved>> improved = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Message<ReadRequest>> reads = new LinkedBlockingQueue<>();
    private final AtomicInteger read = new AtomicInteger();
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        StageCodec.registerAll(vertx.eventBus());
        vertx.eventBus()
                .<ReadRequest>consumer(StageAddresses.READ_LOCALS, reads::add)
                .completion()
                .await();
        vertx.eventBus().<Improved>consumer(SEARCH, improved::add).completion().await();
        CreditBoard board = new CreditBoard(vertx);
        board.start().await();
        vertx.deployVerticle(new RerankVerticle(
                        () -> Rerankers.standard("cpu", MutualNnOptions.DEFAULTS, Optional.empty()),
                        Set.of(LocalsForm.DESCRIPTORS),
                        new RerankStageOptions(1, 1, 1, 4),
                        board))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Future<Message<RerankReply>> rerank(int candidates) {
        List<FeatureKey> keys = IntStream.range(0, candidates)
                .mapToObj(row -> new FeatureKey(0, row))
                .toList();
        RerankRequest request = new RerankRequest(
                locals,
                keys,
                Collections.nCopies(candidates, 0.5f),
                "mutual-nn",
                new JsonObject(),
                Duration.ofMinutes(5),
                0,
                Optional.of(new Progress(SEARCH, 7)));
        return vertx.eventBus().request(StageAddresses.RERANK, request);
    }

    private void answerOneRead() throws InterruptedException {
        Message<ReadRequest> asked = reads.take();
        read.incrementAndGet();
        asked.reply(
                new LocalsReply(asked.body().keys().stream().map(key -> locals).toList()));
    }

    @Test
    void slowSearchStageGetsOneOrderAndTheLastIsNotKeptWaiting() throws InterruptedException {
        Future<Message<RerankReply>> last = rerank(5);
        answerOneRead();
        Improved first = improved.take().body();
        for (int i = 0; i < 4; i++) {
            answerOneRead();
        }

        RerankReply order = last.await().body();

        assertThat(first.query()).isEqualTo(7);
        assertThat(first.order().scored()).isEqualTo(1);
        assertThat(order.scored()).isEqualTo(5);
        assertThat(improved).isEmpty();
    }

    @Test
    void stoppingSearchStageStillGetsTheLastOrder() throws InterruptedException {
        Future<Message<RerankReply>> last = rerank(3);
        answerOneRead();

        Failures.reply(
                improved.take(),
                new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, "search", "the stage is stopping"));
        answerOneRead();
        answerOneRead();

        assertThat(last.await().body().scored()).isEqualTo(3);
    }

    @Test
    void workStopsWhenTheQueryHasEnded() throws InterruptedException {
        Future<Message<RerankReply>> last = rerank(50);
        answerOneRead();

        Failures.reply(improved.take(), new PatchrankException(ErrorCode.CANCELLED, "search", "the query has ended"));

        assertThatThrownBy(last::await)
                .satisfies(e -> assertThat(Failures.typed(e).code()).isEqualTo(ErrorCode.CANCELLED));
        // What was being read when it ended, if anything, is the last.
        while (!reads.isEmpty()) {
            answerOneRead();
        }
        assertThat(read).hasValueLessThanOrEqualTo(4);
    }
}
