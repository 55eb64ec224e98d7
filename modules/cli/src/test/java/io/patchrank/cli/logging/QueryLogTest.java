package io.patchrank.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.flow.StageObserver.Answer;
import io.patchrank.pipeline.search.QueryLog;
import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The line of a query, where a back end writes it. */
class QueryLogTest {
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(QueryLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private static Answer answer(long millis) {
        JsonObject reply = new JsonObject()
                .put("hits", new JsonArray().add(new JsonObject()))
                .put("partial", false)
                .put("scored", 3)
                .put("shortlist", 4)
                .put("rerank", "mutual-nn")
                .put("timingsMs", new JsonObject().put("decode", 6.4).put("total", 12.6));
        return new Answer(
                Stage.SEARCH, Addresses.SEARCH, Optional.of(reply), Optional.empty(), Duration.ofMillis(millis));
    }

    @Test
    void queryIsOneLineWithItsTimingsAndItsId() {
        RequestId.during(List.of("q-1"), () -> new QueryLog(SLOW).answered(answer(13)));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("query answered: 1 hits, 3 of 4 re-ranked by mutual-nn (decode 6, total 13) in 13 ms");
            assertThat(line.getMDCPropertyMap()).containsEntry("request-id", "q-1");
        });
    }

    @Test
    void slowQueryIsAWarningUnlessNoneIsSlow() {
        new QueryLog(SLOW).answered(answer(1001));
        new QueryLog(Duration.ZERO).answered(answer(1001));

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(lines.list.getFirst().getFormattedMessage()).startsWith("slow query answered");
    }

    @Test
    void failedQuerySaysWhyAndOtherRequestsSayNothing() {
        PatchrankException failure = new PatchrankException(ErrorCode.NOT_FOUND, "7", "no such image");
        new QueryLog(SLOW)
                .answered(new Answer(
                        Stage.SEARCH, Addresses.SEARCH, Optional.empty(), Optional.of(failure), Duration.ofMillis(2)));
        new QueryLog(SLOW)
                .answered(new Answer(
                        Stage.INDEX, Addresses.GALLERY_GET, Optional.empty(), Optional.of(failure), Duration.ZERO));

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("query failed with NOT_FOUND (7: no such image) in 2 ms");
    }
}
