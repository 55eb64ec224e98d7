package io.patchrank.pipeline.health;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Whether requests should be sent to a process now.
 *
 * @param stages of the whole bus as the process sees it
 * @param reasons why not; empty when ready
 */
public record Readiness(List<StageState> stages, List<String> reasons) {
    /**
     * @param name as {@code Stage.key()} spells it
     * @param reason why it is not up; empty when it is
     */
    public record StageState(String name, Optional<String> reason) {
        static StageState up(String name) {
            return new StageState(name, Optional.empty());
        }

        static StageState down(String name, String reason) {
            return new StageState(name, Optional.of(reason));
        }

        public boolean up() {
            return reason.isEmpty();
        }
    }

    public Readiness {
        stages = List.copyOf(stages);
        reasons = List.copyOf(reasons);
    }

    public boolean ready() {
        return reasons.isEmpty();
    }

    /** The answer of {@code patchrank.readiness}. */
    public JsonObject toJson() {
        JsonArray states = new JsonArray();
        for (StageState stage : stages) {
            JsonObject state = new JsonObject().put("name", stage.name()).put("up", stage.up());
            stage.reason().ifPresent(reason -> state.put("reason", reason));
            states.add(state);
        }
        return new JsonObject().put("ready", ready()).put("stages", states).put("reasons", new JsonArray(reasons));
    }
}
