package io.patchrank.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A line as it is written by default. */
class LogLineTest {
    @Test
    void nameOfAFileNeitherMakesUpALineNorReachesTheTerminal() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR");
        String name = "a.png\r\n00:00:00.000 ERROR forged\u001B[31m";
        LoggingEvent event = new LoggingEvent("", root, Level.WARN, "{}: passed over", null, new Object[] {name});

        String written = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

        assertThat(written.lines()).hasSize(1);
        assertThat(written.strip()).contains("a.png", "forged").doesNotContain("\u001B");
    }
}
