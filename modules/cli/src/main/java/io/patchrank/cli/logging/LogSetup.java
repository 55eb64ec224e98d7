package io.patchrank.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.patchrank.pipeline.config.LogConfig;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** Makes the log as the configuration wants it; until then it is as logback.xml says. */
public final class LogSetup {
    private LogSetup() {}

    /** Without a configuration: {@code --verbose}. */
    public static void logMore() {
        root().setLevel(Level.INFO);
    }

    /** The level is that of our own messages; what libraries say below {@code info} is for those who write them. */
    public static void apply(LogConfig config) {
        Logger root = root();
        Level wanted = Level.toLevel(config.level().name());
        // --verbose stays in force.
        boolean verbose = root.getLevel() == Level.INFO;
        if (!verbose || wanted.levelInt < Level.INFO_INT) {
            Level ofLibraries = wanted.isGreaterOrEqual(Level.INFO) ? wanted : Level.INFO;
            root.setLevel(verbose ? Level.INFO : ofLibraries);
            root.getLoggerContext().getLogger("io.patchrank").setLevel(wanted);
        }
        if (config.format() == LogConfig.Format.JSON) {
            Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
            while (appenders.hasNext()) {
                if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream
                        && !(stream.getEncoder() instanceof JsonEncoder)) {
                    stream.setEncoder(json(root.getLoggerContext()));
                }
            }
        }
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithSequenceNumber(false);
        encoder.start();
        return encoder;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
