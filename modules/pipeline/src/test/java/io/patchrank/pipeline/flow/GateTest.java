package io.patchrank.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate("test");

    @Test
    void closingWaitsForWhatIsInside() {
        Promise<String> work = Promise.promise();
        Future<String> passed = gate.pass(work::future);

        Future<Void> closed = gate.close();
        assertThat(closed.isComplete()).isFalse();
        work.complete("done");

        assertThat(passed.result()).isEqualTo("done");
        assertThat(closed.succeeded()).isTrue();
    }

    @Test
    void closedGateRefuses() {
        assertThat(gate.close().succeeded()).isTrue();

        assertThatThrownBy(() -> gate.pass(() -> Future.succeededFuture("late")).await())
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
    }

    @Test
    void workThatFailsOrThrowsLeaves() {
        Future<String> failed = gate.pass(() -> Future.failedFuture("no"));
        Future<String> thrown = gate.pass(() -> {
            throw new IllegalStateException("no");
        });

        assertThat(failed.failed()).isTrue();
        assertThat(thrown.failed()).isTrue();
        assertThat(gate.close().succeeded()).isTrue();
    }
}
