package io.patchrank.pipeline.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageStatesTest {
    private final Vertx vertx = Vertx.vertx();
    private final CreditBoard board = new CreditBoard(vertx);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void ownStageIsUpFromItsStartUntilItBreaks() {
        StageStates states = new StageStates(Set.of(Stage.RERANK), board);
        assertThat(down(states)).containsExactly("rerank: it has not started yet");

        states.started(Stage.RERANK);
        assertThat(down(states)).isEmpty();

        states.broke(Stage.RERANK, "out of memory");
        assertThat(down(states)).containsExactly("rerank: it has failed, restart the process: out of memory");
    }

    @Test
    void stageOfAnotherProcessIsUpWhileItIsAnnounced() {
        StageStates states = new StageStates(Set.of(Stage.SEARCH), board);
        states.started(Stage.SEARCH);
        assertThat(down(states)).hasSize(5).contains("index: no process of the bus announces it");

        board.announce(Stage.INDEX, "worker", 1);
        assertThat(down(states)).hasSize(4).noneMatch(reason -> reason.startsWith("index"));

        board.withdraw("worker");
        assertThat(down(states)).hasSize(5);
    }

    @Test
    void processThatAnswersNoQueriesNeedsNobody() {
        StageStates states = new StageStates(Set.of(Stage.STORE), board);
        states.started(Stage.STORE);
        assertThat(states.all()).hasSize(1);
        assertThat(down(states)).isEmpty();
    }

    private static List<String> down(StageStates states) {
        return states.all().stream()
                .filter(stage -> !stage.up())
                .map(stage -> stage.name() + ": " + stage.reason().orElseThrow())
                .toList();
    }
}
