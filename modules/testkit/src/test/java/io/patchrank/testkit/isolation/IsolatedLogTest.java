package io.patchrank.testkit.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a child says is logged by its parent, as if it had said it itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "children are started by a POSIX shell")
class IsolatedLogTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        // Whatever the class path configures for other tests.
        root.setLevel(Level.WARN);
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void leave() {
        root.detachAppender(lines);
        root.setLevel(before);
    }

    @Test
    void linesOfAChildHaveTheirLoggerLevelAndRequestId(@TempDir Path folder) {
        PatchrankConfig config = PatchrankConfig.load(
                Optional.empty(),
                Map.of(
                        "data", folder.resolve("data").toString(),
                        "stages", "decode,extract,store,index",
                        "extract.isolated", "true",
                        "model.locals.top-k", "16",
                        "index.commit-interval", "0ms"));
        Path picture = TestPictures.write(folder.resolve("1.png"), TestPictures.png(1));
        try (Patchrank app = Patchrank.start(config, TalkingParts.class)) {
            app.vertx()
                    .eventBus()
                    .request(
                            Addresses.GALLERY_PUT,
                            new JsonObject().put("path", picture.toString()),
                            new DeliveryOptions().addHeader(RequestId.KEY, "the-put"))
                    .await();
        }

        List<ILoggingEvent> said = List.copyOf(lines.list);
        assertThat(said)
                .filteredOn(line -> "the-put".equals(line.getMDCPropertyMap().get(RequestId.KEY)))
                .filteredOn(line -> line.getLoggerName().equals(TalkingParts.class.getName()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage()).isEqualTo("1 in the log, PATCHRANK_WEB_READ_TOKENS is null");
                });
        assertThat(said).noneMatch(line -> line.getFormattedMessage().contains("nobody wants to know"));
        assertThat(said).anyMatch(line -> line.getFormattedMessage().contains("prints: printed to standard output"));
    }
}
