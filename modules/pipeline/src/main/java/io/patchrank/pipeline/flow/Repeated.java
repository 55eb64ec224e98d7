package io.patchrank.pipeline.flow;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Warnings of failures that come in numbers: a full disk fails every image. Of each code one line in ten seconds is
 * logged, with how many were left out since the one before. Thread-safe.
 */
public final class Repeated {
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<ErrorCode, Last> lastOf = new EnumMap<>(ErrorCode.class);

    private record Last(long nanos, int leftOut) {}

    /** @param log takes a line, such as a logger's {@code warn} */
    public Repeated(Consumer<String> log) {
        this(log, System::nanoTime);
    }

    Repeated(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** @param consequence what follows from the failure; may be empty */
    public synchronized void warn(PatchrankException failure, String consequence) {
        long now = nanoTime.getAsLong();
        Last last = lastOf.get(failure.code());
        if (last != null && now - last.nanos() < QUIET) {
            lastOf.put(failure.code(), new Last(last.nanos(), last.leftOut() + 1));
            return;
        }
        String more = last == null || last.leftOut() == 0 ? "" : " (and " + last.leftOut() + " more before)";
        lastOf.put(failure.code(), new Last(now, 0));
        log.accept(failure.getMessage() + consequence + more);
    }
}
