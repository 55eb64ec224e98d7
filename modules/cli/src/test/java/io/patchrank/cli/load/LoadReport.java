package io.patchrank.cli.load;

import static io.patchrank.cli.load.Target.Outcome.ACCEPTED;
import static io.patchrank.cli.load.Target.Outcome.OTHER;
import static io.patchrank.cli.load.Target.Outcome.REFUSED;

import java.util.Locale;

/**
 * @param alone one caller at a time
 * @param perSecond sustained: answers a second of callers who wait for theirs
 * @param overload at twice that rate
 * @param earlierMegabytes the most memory that the server had before the overload
 * @param peakMegabytes and until after it
 */
record LoadReport(Answers alone, double perSecond, Answers overload, long earlierMegabytes, long peakMegabytes) {
    /** How many times longer the slowest of a hundred took than with nobody else there. */
    double slowdown() {
        return overload.millis(ACCEPTED, 0.99) / alone.millis(ACCEPTED, 0.99);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "load harness: alone p50 %.0f ms, p99 %.0f ms; sustained %.1f/s; at twice that, of %d: %d answered (p50 %.0f"
                        + " ms, p99 %.0f ms, %.2f times alone), %d refused (p50 %.0f ms, p99 %.0f ms), %d others;"
                        + " memory at most %d MB before, %d MB after",
                alone.millis(ACCEPTED, 0.5),
                alone.millis(ACCEPTED, 0.99),
                perSecond,
                overload.all().size(),
                overload.count(ACCEPTED),
                overload.millis(ACCEPTED, 0.5),
                overload.millis(ACCEPTED, 0.99),
                slowdown(),
                overload.count(REFUSED),
                overload.millis(REFUSED, 0.5),
                overload.millis(REFUSED, 0.99),
                overload.count(OTHER),
                earlierMegabytes,
                peakMegabytes);
    }
}
