package io.patchrank.cli.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** A line every few seconds, where the output is no terminal. */
public final class ProgressLines implements Progress {
    private final String task;
    private final long total;
    private final Unit unit;
    private final Consumer<String> lines;
    private final long interval;
    private final long start = System.nanoTime();
    private long last = start;
    private long done;
    /** What was there before this began, which says nothing about the rate. */
    private long before = -1;

    /** @param interval time between two lines */
    public ProgressLines(String task, long total, Duration interval, Consumer<String> lines) {
        this(task, total, Unit.ONE, interval, lines);
    }

    /** @param total -1 when it is not known */
    public ProgressLines(String task, long total, Unit unit, Duration interval, Consumer<String> lines) {
        this.task = task;
        this.total = total;
        this.unit = unit;
        this.lines = lines;
        this.interval = interval.toNanos();
    }

    @Override
    public synchronized void step(String remark) {
        before = Math.max(before, 0);
        done++;
        show(remark);
    }

    @Override
    public synchronized void reach(long reached) {
        before = before < 0 ? reached : Math.min(before, reached);
        done = reached;
        show("");
    }

    private void show(String remark) {
        long now = System.nanoTime();
        if (now - last >= interval) {
            last = now;
            double rate = (done - before) / ((now - start) / 1e9);
            lines.accept(task + ": " + done / unit.size() + (total < 0 ? "" : " of " + total / unit.size())
                    + unit.name()
                    + String.format(Locale.ROOT, ", %.1f%s a second", rate / unit.size(), unit.name())
                    + (total < 0 || rate <= 0 ? "" : ", " + readable(Math.round((total - done) / rate)) + " left")
                    + (remark.isEmpty() ? "" : ", " + remark));
        }
    }

    private static String readable(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    @Override
    public void close() {}
}
