package io.patchrank.cli.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** A line every few seconds, where the output is no terminal. */
public final class ProgressLines implements Progress {
    private final String task;
    private final long total;
    private final Consumer<String> lines;
    private final long interval;
    private final long start = System.nanoTime();
    private long last = start;
    private long done;

    /** @param interval time between two lines */
    public ProgressLines(String task, long total, Duration interval, Consumer<String> lines) {
        this.task = task;
        this.total = total;
        this.lines = lines;
        this.interval = interval.toNanos();
    }

    @Override
    public synchronized void step(String remark) {
        done++;
        long now = System.nanoTime();
        if (now - last >= interval) {
            last = now;
            double rate = done / ((now - start) / 1e9);
            lines.accept(String.format(
                    Locale.ROOT,
                    "%s: %d of %d, %.1f a second, %s left%s",
                    task,
                    done,
                    total,
                    rate,
                    readable(Math.round((total - done) / rate)),
                    remark.isEmpty() ? "" : ", " + remark));
        }
    }

    private static String readable(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    @Override
    public void close() {}
}
