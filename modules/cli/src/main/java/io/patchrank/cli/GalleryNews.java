package io.patchrank.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of counts now and then while a served gallery changes, and one when it has come to rest. One thread. */
final class GalleryNews {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Consumer<String> lines;
    private @Nullable CompletableFuture<JsonObject> asked;
    private String last = "";
    private boolean busy;
    private long busySince;
    private long doneBefore;
    private long told;

    GalleryNews(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Called every second or so: takes the answer that has come, if it has, and asks again. Never waits, since whoever
     * serves is to hear the signal to stop whatever has become of the process that counts.
     */
    void follow(Supplier<CompletableFuture<JsonObject>> status) {
        if (asked == null || asked.isDone()) {
            Optional.ofNullable(asked).flatMap(GalleryNews::answer).ifPresent(this::look);
            asked = status.get();
        }
    }

    static Optional<JsonObject> answer(CompletableFuture<JsonObject> status) {
        return Answers.of(status, "no index stage tells its counts");
    }

    /** Called with each answer of {@code patchrank.gallery.status}. */
    void look(JsonObject status) {
        String now = counts(status);
        boolean changed = !now.equals(last);
        boolean first = last.isEmpty();
        last = now;
        if (first) {
            doneBefore = done(status);
            return;
        }
        long time = System.nanoTime();
        if (changed && !busy) {
            busy = true;
            busySince = time;
            told = time;
        } else if (changed && time - told >= INTERVAL.toNanos()) {
            told = time;
            double rate = (done(status) - doneBefore) / ((time - busySince) / 1e9);
            lines.accept(String.format(Locale.ROOT, "%s; %.1f images/s", now, Math.max(0, rate)));
        } else if (!changed && busy && status.getLong("pending") == 0) {
            busy = false;
            doneBefore = done(status);
            lines.accept(now + "; up to date");
        }
    }

    private static long done(JsonObject status) {
        return status.getLong("indexed") + status.getLong("rejected");
    }

    static String counts(JsonObject status) {
        return status.getLong("indexed") + " indexed, " + status.getLong("pending") + " pending, "
                + status.getLong("rejected") + " rejected, " + status.getLong("removed") + " removed";
    }
}
