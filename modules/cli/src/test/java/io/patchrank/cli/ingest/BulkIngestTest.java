package io.patchrank.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of puts that fail, against a bus that fails in a given order. */
class BulkIngestTest {
    private static final List<PutRequest> ONE = List.of(PutRequest.ofFile("/a.jpg"));

    /** Fails with these, then answers. */
    private static final class FailingBus implements BusClient {
        private final Queue<PatchrankException> failures;
        private int requests;

        FailingBus(List<PatchrankException> failures) {
            this.failures = new ArrayDeque<>(failures);
        }

        @Override
        public synchronized CompletableFuture<JsonObject> request(String address, JsonObject body) {
            requests++;
            PatchrankException failure = failures.poll();
            return failure != null
                    ? CompletableFuture.failedFuture(failure)
                    : CompletableFuture.completedFuture(new JsonObject()
                            .put("source", body.getString("path"))
                            .put("state", "INDEXED")
                            .put("action", "indexed"));
        }

        @Override
        public void close() {}
    }

    private static PatchrankException failure(ErrorCode code) {
        return new PatchrankException(code, "", "for the test");
    }

    @Test
    void overloadedPutComesBackUntilThereIsRoom() {
        FailingBus bus = new FailingBus(IntStream.range(0, 20)
                .mapToObj(i -> PatchrankException.overloaded("decode", Duration.ofMillis(1)))
                .toList());

        IngestSummary summary = new BulkIngest(bus, 1).run(ONE, (row, tally) -> {});

        assertThat(summary.indexed()).isEqualTo(1);
        assertThat(bus.requests).isEqualTo(21);
    }

    @Test
    void passingFailureIsTriedAgain() {
        FailingBus bus = new FailingBus(List.of(failure(ErrorCode.DEADLINE_EXCEEDED)));

        assertThat(new BulkIngest(bus, 1).run(ONE, (row, tally) -> {}).indexed())
                .isEqualTo(1);
    }

    @Test
    void waitingForRoomUsesUpNoAttempt() {
        List<PatchrankException> failures =
                new ArrayList<>(Collections.nCopies(10, PatchrankException.overloaded("decode", Duration.ofMillis(1))));
        failures.add(failure(ErrorCode.STAGE_UNAVAILABLE));

        assertThat(new BulkIngest(new FailingBus(failures), 1)
                        .run(ONE, (row, tally) -> {})
                        .indexed())
                .isEqualTo(1);
    }

    @Test
    void lastingFailureEndsTheIngest() {
        FailingBus bus = new FailingBus(List.of(failure(ErrorCode.DISK_FULL)));
        List<PutRequest> puts = IntStream.range(0, 5)
                .mapToObj(i -> PutRequest.ofFile("/" + i + ".jpg"))
                .toList();

        assertThatThrownBy(() -> new BulkIngest(bus, 1).run(puts, (row, tally) -> {}))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(bus.requests).isEqualTo(1);
    }

    @Test
    void noMoreThanAllowedAreOutstanding() {
        AtomicInteger outstanding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BusClient bus = new BusClient() {
            @Override
            public CompletableFuture<JsonObject> request(String address, JsonObject body) {
                most.accumulateAndGet(outstanding.incrementAndGet(), Math::max);
                return CompletableFuture.supplyAsync(() -> {
                    outstanding.decrementAndGet();
                    return new JsonObject().put("action", "unchanged").put("state", "INDEXED");
                });
            }

            @Override
            public void close() {}
        };
        List<PutRequest> puts = IntStream.range(0, 500)
                .mapToObj(i -> PutRequest.ofFile("/" + i + ".jpg"))
                .toList();

        assertThat(new BulkIngest(bus, 3).run(puts, (row, tally) -> {}).unchanged())
                .isEqualTo(500);
        assertThat(most).hasValueLessThanOrEqualTo(3);
    }
}
