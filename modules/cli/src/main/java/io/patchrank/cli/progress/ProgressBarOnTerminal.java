package io.patchrank.cli.progress;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error with rate and remaining time. */
public final class ProgressBarOnTerminal implements Progress {
    private static final int REFRESH_MS = 250;

    private final ProgressBar bar;

    public ProgressBarOnTerminal(String task, long total) {
        this(task, total, Unit.ONE);
    }

    /** @param total -1 when it is not known */
    public ProgressBarOnTerminal(String task, long total, Unit unit) {
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(unit.name(), unit.size())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MS)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .build();
    }

    @Override
    public synchronized void step(String remark) {
        bar.step().setExtraMessage(remark.isEmpty() ? "" : " " + remark);
    }

    @Override
    public synchronized void reach(long done) {
        bar.stepTo(done);
    }

    @Override
    public void close() {
        bar.close();
    }
}
