package io.patchrank.pipeline.flow;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sees what all stages do, for metrics, health and the log. Called on whichever thread did it; must neither block nor
 * throw.
 */
public interface StageObserver {
    StageObserver NONE = new StageObserver() {};

    /**
     * A request that a stage has answered.
     *
     * @param address where it was served
     * @param reply empty when it failed
     * @param took from its arrival to its answer
     */
    record Answer(
            Stage stage, String address, Optional<Object> reply, Optional<PatchrankException> failure, Duration took) {}

    default void answered(Answer answer) {}

    /** A stage has started threads of its own. */
    default void employs(Stage stage, PriorityWorkers<?> workers) {}

    /** A stage cannot go on, though nobody has stopped it. */
    default void broke(Stage stage, String reason) {}

    /** A stage cannot go on for now; it will be tried again by itself. */
    default void interrupted(Stage stage, String reason) {}

    /** A stage that was interrupted goes on. */
    default void resumed(Stage stage) {}

    /** A stage has given up a piece of work that interrupts it. */
    default void blamed(Stage stage) {}

    /** All of them, in this order. */
    static StageObserver all(List<StageObserver> observers) {
        return new StageObserver() {
            @Override
            public void answered(Answer answer) {
                observers.forEach(o -> o.answered(answer));
            }

            @Override
            public void employs(Stage stage, PriorityWorkers<?> workers) {
                observers.forEach(o -> o.employs(stage, workers));
            }

            @Override
            public void broke(Stage stage, String reason) {
                observers.forEach(o -> o.broke(stage, reason));
            }

            @Override
            public void interrupted(Stage stage, String reason) {
                observers.forEach(o -> o.interrupted(stage, reason));
            }

            @Override
            public void resumed(Stage stage) {
                observers.forEach(o -> o.resumed(stage));
            }

            @Override
            public void blamed(Stage stage) {
                observers.forEach(o -> o.blamed(stage));
            }
        };
    }
}
