package io.patchrank.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.patchrank.pipeline.trace.RequestId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Lets nothing through that would not come through without it, but puts the request id at each line's disposal. */
public final class RequestIdFilter extends TurboFilter {
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable t) {
        if (format != null && level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            RequestId.tellLog();
        }
        return FilterReply.NEUTRAL;
    }
}
