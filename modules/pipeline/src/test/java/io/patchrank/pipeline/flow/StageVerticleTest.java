package io.patchrank.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageVerticleTest {
    private static final String ADDRESS = "test.stage";

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private CreditBoard board;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        board = new CreditBoard(vertx);
        board.start().await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** Holds two things, serves an address, and starts if {@code last} succeeds. */
    private final class TwoThings extends StageVerticle {
        private final Future<Void> last;

        TwoThings(Future<Void> last) {
            super(Stage.STORE, board, 3);
            this.last = last;
        }

        @Override
        protected Future<?> serve(Endpoints endpoints) {
            hold(() -> closed.add("first"));
            hold(() -> {
                closed.add("second");
                throw new IllegalStateException("does not close");
            });
            return endpoints
                    .serve(ADDRESS, (String body) -> Future.succeededFuture(body))
                    .compose(v -> last);
        }
    }

    @Test
    void startThatFailsHalfWayReleasesWhatItHolds() {
        TwoThings stage = new TwoThings(Future.failedFuture("the last step"));

        assertThatThrownBy(() -> vertx.deployVerticle(stage).await()).hasMessageContaining("the last step");

        assertThat(closed).containsExactly("second", "first");
        assertThat(board.credits(Stage.STORE)).isZero();
        assertNobodyAnswers();
    }

    @Test
    void stopReleasesAllOfItTheNewestFirstAlsoWhenOneDoesNotClose() {
        String id =
                vertx.deployVerticle(new TwoThings(Future.succeededFuture())).await();
        assertThat(board.credits(Stage.STORE)).isEqualTo(3);
        assertThat(vertx.eventBus().<String>request(ADDRESS, "hello").await().body())
                .isEqualTo("hello");

        vertx.undeploy(id).await();

        assertThat(closed).containsExactly("second", "first");
        assertThat(board.credits(Stage.STORE)).isZero();
        assertNobodyAnswers();
    }

    @Test
    void stageThatBreaksIsAskedNoMoreAndTold() {
        TwoThings stage = new TwoThings(Future.succeededFuture());
        List<String> told = new CopyOnWriteArrayList<>();
        stage.observedBy(new StageObserver() {
            @Override
            public void broke(Stage broken, String reason) {
                told.add(broken + " " + reason);
            }
        });
        vertx.deployVerticle(stage).await();

        stage.broke("for the test");

        assertThat(board.credits(Stage.STORE)).isZero();
        assertThat(told).containsExactly("STORE for the test");
    }

    @Test
    void stageThatIsInterruptedIsAskedNoMoreUntilItGoesOn() {
        TwoThings stage = new TwoThings(Future.succeededFuture());
        Interruptions interruptions = stage.interruptions();
        List<String> told = new CopyOnWriteArrayList<>();
        stage.observedBy(new StageObserver() {
            @Override
            public void interrupted(Stage interrupted, String reason) {
                told.add(interrupted + " " + reason);
            }

            @Override
            public void resumed(Stage resumed) {
                told.add(resumed + " resumed");
            }
        });
        interruptions.began("before it serves");
        String id = vertx.deployVerticle(stage).await();
        assertThat(board.credits(Stage.STORE)).isZero();

        interruptions.ended();
        assertThat(board.credits(Stage.STORE)).isEqualTo(3);
        interruptions.began("again");
        assertThat(board.credits(Stage.STORE)).isZero();
        vertx.undeploy(id).await();
        interruptions.ended();

        assertThat(board.credits(Stage.STORE)).isZero();
        assertThat(told).containsExactly("STORE before it serves", "STORE resumed", "STORE again", "STORE resumed");
    }

    private void assertNobodyAnswers() {
        assertThatThrownBy(() -> vertx.eventBus().request(ADDRESS, "hello").await())
                .isInstanceOfSatisfying(
                        ReplyException.class, e -> assertThat(e.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
    }
}
