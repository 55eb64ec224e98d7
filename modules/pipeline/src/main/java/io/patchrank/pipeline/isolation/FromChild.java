package io.patchrank.pipeline.isolation;

import io.patchrank.api.feature.ModelInfo;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.slf4j.event.Level;

/** What a child tells its process. */
sealed interface FromChild {
    /** @param model that it has loaded, with its device */
    record Ready(Optional<ModelInfo> model) implements FromChild {}

    /** @param failure in the form of {@code Failures.toJson} */
    record NotStarted(JsonObject failure) implements FromChild {}

    record Answer(long id, Outcome outcome) implements FromChild {}

    /** @param failure in the form of {@code Failures.toJson} */
    record Failed(long id, JsonObject failure) implements FromChild {}

    record LogLine(String logger, Level level, String message, Optional<String> requestIds) implements FromChild {}
}
