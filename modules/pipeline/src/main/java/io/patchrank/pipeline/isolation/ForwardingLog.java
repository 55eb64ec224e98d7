package io.patchrank.pipeline.isolation;

import io.patchrank.pipeline.trace.RequestId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging back end of a child: each line goes to the parent, which logs it as its own. Named by the system property
 * {@code slf4j.provider}, so that it is taken before any other on the class path.
 */
public final class ForwardingLog implements SLF4JServiceProvider {
    private static final String OURS = "io.patchrank";

    /** Static, as all of SLF4J is: the back end is made by it, not by us. */
    private static volatile Target target = new Target(Level.WARN, line -> System.err.println(line.message()));

    private record Target(Level ours, Consumer<FromChild.LogLine> lines) {}

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new BasicMDCAdapter();

    /** @param ours least level of our own messages; of those of libraries it is {@code warn} */
    static void to(Level ours, Consumer<FromChild.LogLine> lines) {
        target = new Target(ours, lines);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Forwarder::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Nothing to prepare.
    }

    private static final class Forwarder extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        Forwarder(String name) {
            this.name = name;
        }

        private boolean wants(Level level) {
            Level least = name.startsWith(OURS) ? target.ours() : Level.WARN;
            return level.toInt() >= least.toInt();
        }

        @Override
        public boolean isTraceEnabled() {
            return wants(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return wants(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return wants(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return wants(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return wants(Level.ERROR);
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable throwable) {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            String text = throwable == null ? message : message + System.lineSeparator() + trace(throwable);
            target.lines()
                    .accept(new FromChild.LogLine(name, level, text, Optional.ofNullable(MDC.get(RequestId.KEY))));
        }

        private static String trace(Throwable throwable) {
            StringWriter text = new StringWriter();
            throwable.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
