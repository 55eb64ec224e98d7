package io.patchrank.api.bus;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The JSON form of what {@code patchrank.gallery.compact} answers, for those who ask until it is done. */
public final class CompactJson {
    public static final String RUN = "run";
    public static final String RUNNING = "running";

    private CompactJson() {}

    /** What to ask for next; empty when the answer is the last one. */
    public static Optional<JsonObject> next(JsonObject answer) {
        return answer.getBoolean(RUNNING)
                ? Optional.of(new JsonObject().put(RUN, answer.getLong(RUN)))
                : Optional.empty();
    }
}
