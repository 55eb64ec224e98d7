package io.patchrank.benchmarks;

import io.vertx.core.json.JsonObject;

/** What our side says of one round: a JSON object as the last line of standard output, which lib/report.py reads. */
final class Round {
    private Round() {}

    /**
     * @param measured the metric, and whatever the other side is to be compared with
     * @param settings threads, batch and the like, for people
     */
    static void print(JsonObject measured, String settings) {
        JsonObject versions = new JsonObject().put("Java", System.getProperty("java.runtime.version"));
        System.out.println(
                measured.put("settings", settings).put("versions", versions).encode());
    }
}
