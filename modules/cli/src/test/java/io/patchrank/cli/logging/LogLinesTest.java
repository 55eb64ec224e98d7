package io.patchrank.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    /** The name of a file may hold anything but a slash. */
    @Test
    void messageIsOneLineThatMovesNoCursorWhateverIsInIt() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Encoder<ILoggingEvent> encoder =
                ((OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR")).getEncoder();

        String line = new String(
                encoder.encode(new LoggingEvent("", root, Level.WARN, "{} vanished", null, new Object[] {
                    "a\u001b[2J\r\n12:00:00.000 INFO  forged\u009b\tb café"
                })),
                StandardCharsets.UTF_8);

        assertThat(line).endsWith("a [2J  12:00:00.000 INFO  forged \tb café vanished" + System.lineSeparator());
        context.stop();
    }
}
