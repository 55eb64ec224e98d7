package io.patchrank.pipeline.health;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.flow.StageObserver;
import io.patchrank.pipeline.health.Readiness.StageState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which stages are up: this process's own by what became of them, those of others by what they announce. */
public final class StageStates implements StageObserver {
    /** A query goes through all of these. */
    private static final Set<Stage> OF_A_QUERY =
            EnumSet.of(Stage.DECODE, Stage.EXTRACT, Stage.STORE, Stage.INDEX, Stage.RERANK, Stage.SEARCH);

    private final Set<Stage> own;
    private final CreditBoard board;
    private final Set<Stage> started = EnumSet.noneOf(Stage.class);
    private final Map<Stage, String> broken = new EnumMap<>(Stage.class);
    private final Map<Stage, String> interrupted = new EnumMap<>(Stage.class);

    public StageStates(Set<Stage> own, CreditBoard board) {
        this.own = own.isEmpty() ? EnumSet.noneOf(Stage.class) : EnumSet.copyOf(own);
        this.board = board;
    }

    public synchronized void started(Stage stage) {
        started.add(stage);
    }

    @Override
    public synchronized void broke(Stage stage, String reason) {
        broken.put(stage, reason);
    }

    @Override
    public synchronized void interrupted(Stage stage, String reason) {
        interrupted.put(stage, reason);
    }

    @Override
    public synchronized void resumed(Stage stage) {
        interrupted.remove(stage);
    }

    /** All that this process needs or has heard of, in the order of the data flow. */
    public List<StageState> all() {
        List<StageState> states = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if (own.contains(stage)) {
                states.add(ofOwn(stage));
            } else if (board.credits(stage) > 0) {
                states.add(StageState.up(stage.key()));
            } else if (isNeeded(stage)) {
                states.add(StageState.down(stage.key(), "no process of the bus announces it"));
            }
        }
        return states;
    }

    private synchronized StageState ofOwn(Stage stage) {
        String name = stage.key();
        if (broken.containsKey(stage)) {
            return StageState.down(name, "it has failed, restart the process: " + broken.get(stage));
        }
        if (interrupted.containsKey(stage)) {
            return StageState.down(name, interrupted.get(stage) + "; it is being started again");
        }
        return started.contains(stage) ? StageState.up(name) : StageState.down(name, "it has not started yet");
    }

    /** What does not answer queries has work to do, whoever else is there. */
    private boolean isNeeded(Stage stage) {
        return answersQueries(own) && OF_A_QUERY.contains(stage);
    }

    private static boolean answersQueries(Set<Stage> stages) {
        return stages.contains(Stage.SEARCH) || stages.contains(Stage.WEB);
    }
}
