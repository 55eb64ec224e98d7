package io.patchrank.pipeline.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.flow.StageObserver;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a query: how it ended and where its time went. A slow one is a warning. */
public final class QueryLog implements StageObserver {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLog.class);

    private final Duration slow;

    /** @param slow what takes longer; zero when nothing does */
    public QueryLog(Duration slow) {
        this.slow = slow;
    }

    @Override
    public void answered(Answer answer) {
        if (!answer.address().equals(Addresses.SEARCH)) {
            return;
        }
        boolean isSlow = slow.isPositive() && answer.took().compareTo(slow) > 0;
        if (!isSlow && !LOG.isInfoEnabled()) {
            return;
        }
        String line = line(answer);
        if (isSlow) {
            LOG.warn("slow {}", line);
        } else {
            LOG.info("{}", line);
        }
    }

    private static String line(Answer answer) {
        String end = answer.failure()
                .map(failure -> "failed with " + failure.code() + " (" + failure.getMessage() + ")")
                .or(() -> answer.reply().map(reply -> line((JsonObject) reply)))
                .orElse("ended");
        return "query " + end + " in " + answer.took().toMillis() + " ms";
    }

    private static String line(JsonObject reply) {
        String steps = reply.getJsonObject("timingsMs").stream()
                .map(step -> step.getKey() + " " + Math.round(((Number) step.getValue()).doubleValue()))
                .collect(Collectors.joining(", "));
        return "%s %d hits, %d of %d re-ranked by %s (%s)"
                .formatted(
                        reply.getBoolean("partial") ? "partly answered:" : "answered:",
                        reply.getJsonArray("hits").size(),
                        reply.getInteger("scored"),
                        reply.getInteger("shortlist"),
                        reply.getString("rerank"),
                        steps);
    }
}
