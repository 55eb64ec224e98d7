package io.patchrank.api.bus;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Milliseconds by step, in their order: field {@code timingsMs} of an answer. */
final class TimingsJson {
    private static final String FIELD = "timingsMs";

    private TimingsJson() {}

    static void write(JsonObject body, Map<String, Double> timings) {
        JsonObject times = new JsonObject();
        timings.forEach(times::put);
        body.put(FIELD, times);
    }

    static Map<String, Double> read(JsonObject body) {
        Map<String, Double> timings = new LinkedHashMap<>();
        body.getJsonObject(FIELD, new JsonObject())
                .forEach(e -> timings.put(e.getKey(), ((Number) e.getValue()).doubleValue()));
        return timings;
    }
}
