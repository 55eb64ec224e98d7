package io.patchrank.pipeline.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CreditedSenderTest {
    private static final String ADDRESS = "test.work";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LinkedBlockingQueue<Message<String>> received = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private CreditBoard board;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        board = new CreditBoard(vertx);
        board.start().await();
    }

    /** A worker that receives what the test answers. */
    private String worker(int credits) {
        String worker = CreditBoard.newWorker();
        vertx.eventBus()
                .<String>consumer(CreditBoard.addressOf(ADDRESS, worker), received::add)
                .completion()
                .await();
        board.announce(Stage.EXTRACT, worker, credits);
        return worker;
    }

    /** As a process does that is killed then: nobody serves the worker's addresses. */
    private void announceFromElsewhere(String worker, int credits) {
        Future<Void> heard = board.present(Stage.EXTRACT);
        vertx.eventBus()
                .publish(
                        StageAddresses.CREDITS,
                        new JsonObject()
                                .put("stage", Stage.EXTRACT.key())
                                .put("instance", worker)
                                .put("credits", credits));
        heard.await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private CreditedSender sender(int maxWaiting, Duration timeout) {
        return new CreditedSender(vertx, board, Stage.EXTRACT, ADDRESS, maxWaiting, timeout);
    }

    @Test
    void noMoreThanTheAnnouncedCreditsAreOutstanding() throws InterruptedException {
        worker(3);
        CreditedSender sender = sender(100, LONG);
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            replies.add(sender.request("job " + i, String.class));
        }
        AtomicInteger most = new AtomicInteger();
        for (int answered = 0; answered < 50; answered++) {
            Message<String> first = received.take();
            most.accumulateAndGet(1 + received.size(), Math::max);
            first.reply(first.body());
        }
        Future.all(replies).await();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(replies.get(49).result()).isEqualTo("job 49");
    }

    @Test
    void nothingIsSentBeforeAWorkerAnnouncesItself() throws InterruptedException {
        Future<String> reply = sender(10, LONG).request("early", String.class);
        assertThat(received).isEmpty();

        worker(1);
        received.take().reply("done");

        assertThat(reply.await()).isEqualTo("done");
    }

    @Test
    void fullQueueIsAnsweredOverloadedAtOnce() {
        CreditedSender sender = sender(2, LONG);
        sender.request("1", String.class);
        sender.request("2", String.class);

        assertThatThrownBy(() -> sender.request("3", String.class).await())
                .isInstanceOfSatisfying(PatchrankException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(e.retryAfter()).isPresent();
                });
    }

    @Test
    void withoutAWorkerTheRequestGivesUp() {
        assertThatThrownBy(() -> sender(2, Duration.ofMillis(50))
                        .request("1", String.class)
                        .await())
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
    }

    @Test
    void failureArrivesTypedAndFreesItsCredit() throws InterruptedException {
        worker(1);
        CreditedSender sender = sender(10, LONG);
        Future<String> first = sender.request("1", String.class);
        Future<String> second = sender.request("2", String.class);

        Failures.reply(received.take(), new PatchrankException(ErrorCode.EMPTY_FILE, "a.jpg", "no content"));
        received.take().reply("fine");

        assertThat(second.await()).isEqualTo("fine");
        assertThat(first.cause()).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_FILE);
            assertThat(e.subject()).isEqualTo("a.jpg");
            assertThat(e.reason()).isEqualTo("no content");
        });
    }

    @Test
    void withdrawnWorkerIsSentNothing() {
        String worker = worker(4);
        assertThat(board.credits(Stage.EXTRACT)).isEqualTo(4);

        board.withdraw(worker);

        assertThat(board.credits(Stage.EXTRACT)).isZero();
    }

    @Test
    void whatALostWorkerHadGoesToAnotherOnce() throws InterruptedException {
        String first = worker(1);
        CreditedSender sender = sender(10, LONG);
        Future<String> reply = sender.request("job", String.class);
        Message<String> lost = received.take();

        board.gone(first);
        String second = worker(1);
        received.take();
        assertThat(sender.resent()).isEqualTo(1);
        lost.reply("too late");
        board.gone(second);

        assertThatThrownBy(reply::await).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE);
            assertThat(e.reason()).contains("two workers were lost");
        });
        assertThat(sender.outstanding()).isZero();
    }

    @Test
    void workerThatNobodyServesIsLostAtOnce() throws InterruptedException {
        announceFromElsewhere("killed", 5);
        Future<String> reply = sender(10, LONG).request("job", String.class);
        worker(1);

        received.take().reply("done");

        assertThat(reply.await()).isEqualTo("done");
        assertThat(board.credits(Stage.EXTRACT)).isEqualTo(1);
    }

    @Test
    void freestWorkerIsAskedFirst() throws InterruptedException {
        String small = worker(1);
        String large = worker(3);
        CreditedSender sender = sender(10, LONG);
        for (int i = 0; i < 4; i++) {
            sender.request("job", String.class);
        }
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            addresses.add(received.take().address());
        }
        assertThat(addresses)
                .filteredOn(CreditBoard.addressOf(ADDRESS, large)::equals)
                .hasSize(3);
        assertThat(addresses).contains(CreditBoard.addressOf(ADDRESS, small));
    }

    /** A process that was paused comes back with all that it had. */
    @Test
    void workerThatComesBackIsNotGivenMoreThanItsCreditsTogetherWithWhatItStillHas() throws InterruptedException {
        String paused = worker(2);
        CreditedSender sender = sender(10, LONG);
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(sender.request("job", String.class));
        }
        Message<String> first = received.take();
        Message<String> second = received.take();
        board.gone(paused);
        board.announce(Stage.EXTRACT, paused, 2);
        assertThat(sender.outstanding()).isZero();

        first.reply("done");
        Message<String> next = received.take();
        assertThat(sender.outstanding()).isEqualTo(1);
        next.reply("done");
        second.reply("done");
        for (int i = 2; i <= 4; i++) {
            received.take().reply("done");
        }

        assertThat(Future.all(replies).await().<String>list())
                .containsOnly("done")
                .hasSize(4);
    }

    @Test
    void answerOfAWorkerGivenUpComesTooLate() throws InterruptedException {
        String first = worker(1);
        CreditedSender sender = sender(10, LONG);
        Future<String> reply = sender.request("job", String.class);
        Message<String> toTheFirst = received.take();
        worker(1);
        board.gone(first);
        received.take().reply("second");
        assertThat(reply.await()).isEqualTo("second");

        List<Throwable> unhandled = new ArrayList<>();
        vertx.exceptionHandler(unhandled::add);
        toTheFirst.reply("first");
        worker(1);
        Future<String> next = sender.request("next", String.class);
        received.take().reply("done");

        assertThat(next.await()).isEqualTo("done");
        assertThat(unhandled).isEmpty();
        assertThat(sender.outstanding()).isZero();
    }
}
