package io.patchrank.rerank.stage;

/**
 * What the stage does for one job, moment by moment: scoring, or only reading, or neither. A read beside a batch that is
 * being scored costs nobody time and does not count. Nanoseconds of {@link System#nanoTime}; not thread-safe.
 */
final class Occupation {
    private int reads;
    private int scorings;
    private long since;
    private long reading;
    private long scoring;

    /** So many more batches of the job are read from now on; negative for fewer. */
    void reads(int more, long now) {
        advance(now);
        reads += more;
    }

    /** So many more batches of the job are scored from now on; negative for fewer. */
    void scorings(int more, long now) {
        advance(now);
        scorings += more;
    }

    /** Time until then in which something was read and nothing was scored. */
    long reading(long now) {
        advance(now);
        return reading;
    }

    /** Time until then in which something was scored. */
    long scoring(long now) {
        advance(now);
        return scoring;
    }

    private void advance(long now) {
        if (scorings > 0) {
            scoring += now - since;
        } else if (reads > 0) {
            reading += now - since;
        }
        since = now;
    }
}
