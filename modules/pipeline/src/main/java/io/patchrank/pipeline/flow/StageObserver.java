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
        };
    }
}
