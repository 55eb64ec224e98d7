package io.patchrank.cli.ingest;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what became of the images. Thread-safe. */
public final class IngestTally {
    private static final int REJECTIONS_KEPT = 10;

    private final long start = System.nanoTime();
    private final Map<String, Long> actions = new HashMap<>();
    private final List<IngestSummary.Rejection> rejections = new ArrayList<>();
    private long images;

    IngestTally() {}

    synchronized void add(JsonObject row) {
        images++;
        actions.merge(row.getString("action"), 1L, Long::sum);
        if ("REJECTED".equals(row.getString("state")) && rejections.size() < REJECTIONS_KEPT) {
            rejections.add(new IngestSummary.Rejection(
                    row.getString("source"), row.getString("code"), row.getString("reason")));
        }
    }

    public synchronized long rejected() {
        return count("rejected");
    }

    private long count(String action) {
        return actions.getOrDefault(action, 0L);
    }

    synchronized IngestSummary summary() {
        return new IngestSummary(
                images,
                count("indexed"),
                count("copied"),
                count("renamed"),
                count("updated"),
                count("unchanged"),
                count("rejected"),
                (System.nanoTime() - start) / 1e9,
                rejections);
    }
}
