package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.health.StageStates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageStartTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Stage> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<Stage> stopped = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private final class Recording extends VerticleBase {
        private final Stage stage;
        private final Future<?> started;

        private Recording(Stage stage, Future<?> started) {
            this.stage = stage;
            this.started = started;
        }

        @Override
        public Future<?> start() {
            begun.add(stage);
            return started;
        }

        @Override
        public Future<?> stop() {
            stopped.add(stage);
            return Future.succeededFuture();
        }
    }

    private StageStart of(Stage held, Future<?> until) {
        Set<Stage> all = EnumSet.allOf(Stage.class);
        StageStart start = new StageStart(vertx, new StageStates(all, new CreditBoard(vertx)));
        all.forEach(stage -> start.add(stage, new Recording(stage, stage == held ? until : Future.succeededFuture())));
        return start;
    }

    @Test
    void onlyThoseThatNeedAnotherWaitForIt() {
        Promise<Void> loading = Promise.promise();
        StageStart start = of(Stage.EXTRACT, loading.future());
        Future<Void> run = start.run();

        while (begun.size() < 3) {
            Thread.onSpinWait();
        }
        assertThat(begun).containsExactlyInAnyOrder(Stage.EXTRACT, Stage.INDEX, Stage.WEB);
        loading.complete();
        await(run);

        assertThat(begun).hasSize(Stage.values().length).endsWith(Stage.WATCH);
        assertThat(begun.indexOf(Stage.RERANK)).isGreaterThan(begun.indexOf(Stage.DECODE));
    }

    @Test
    void lastOfTheDataFlowIsStoppedFirst() {
        StageStart start = of(Stage.WEB, Future.succeededFuture());
        await(start.run());

        start.deployments().reversed().forEach(id -> await(vertx.undeploy(id)));

        assertThat(stopped)
                .containsExactly(
                        Stage.WEB,
                        Stage.WATCH,
                        Stage.SEARCH,
                        Stage.RERANK,
                        Stage.INDEX,
                        Stage.STORE,
                        Stage.DECODE,
                        Stage.EXTRACT);
    }

    @Test
    void failureIsThatOfTheStageAndNotOfThoseThatNeedIt() {
        StageStart start = of(Stage.EXTRACT, Future.failedFuture(new IllegalStateException("no weights")));

        assertThatThrownBy(() -> await(start.run())).hasRootCauseMessage("no weights");
        assertThat(begun).containsExactlyInAnyOrder(Stage.EXTRACT, Stage.INDEX, Stage.WEB);
        assertThat(start.deployments()).hasSize(2);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
