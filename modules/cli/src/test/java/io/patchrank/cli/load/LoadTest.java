package io.patchrank.cli.load;

import static io.patchrank.cli.load.Target.Outcome.ACCEPTED;
import static io.patchrank.cli.load.Target.Outcome.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.testing.HarnessReport;
import io.patchrank.cli.ServingProcess;
import io.patchrank.pipeline.TestPictures;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.TcpBusClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchrank serve} as it comes, with the embedded model. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the memory of a process from /proc")
class LoadTest {
    private static final int SECONDS = Integer.getInteger("load.seconds", 3);
    private static final long SEED = Long.getLong("load.seed", 1);
    private static final int GALLERY = 24;
    private static final int CALLERS = 4;
    private static final int STREAMS = 2;
    /** In bodies as large as they may be. */
    private static final int BODIES = 4;
    /** Of what a process may be larger after than before: allocators keep what was free in between. */
    private static final double SLACK = 0.1;

    @TempDir
    static Path root;

    static ServingProcess server;
    static URI page;
    static BusClient bus;

    @BeforeAll
    static void start() throws Exception {
        server = ServingProcess.start(
                root.resolve("log"),
                Map.of(
                        "data",
                        root.resolve("data").toString(),
                        "watch.shown",
                        root.resolve("photos").toString(),
                        "web.port",
                        "0",
                        "web.max-upload",
                        "64KB",
                        "web.upload-memory",
                        BODIES * 64 + "KB",
                        "web.max-streams",
                        Integer.toString(STREAMS),
                        "bus.bridge.enabled",
                        "true",
                        "bus.bridge.port",
                        "0"));
        JsonObject ready = server.awaitReady();
        page = URI.create(ready.getString("page"));
        bus = TcpBusClient.connect("127.0.0.1", ready.getInteger("bridgePort"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < GALLERY; i++) {
                Path file = TestPictures.write(root.resolve("photos"), i + ".png", SEED * 1_000 + i);
                JsonObject put = new JsonObject().put("path", file.toString());
                assertThat(Target.post(client, page.resolve("/api/v1/images"), put)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        bus.close();
        server.close();
    }

    private static JsonObject query(int number) {
        return new JsonObject().put("image", TestPictures.png(SEED * 1_000_000 + number));
    }

    @Test
    void atTwiceTheSustainableRateEveryRequestIsAnsweredOrToldWhenToComeBack() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                LoadGenerator load = new LoadGenerator(
                        List.of(Target.http(client, page.resolve("/api/v1/search")), Target.bus(bus)),
                        LoadTest::query)) {
            load.closed(CALLERS, 20 * CALLERS);
            Answers alone = load.closed(1, 4 * SECONDS);
            long start = System.nanoTime();
            Answers sustained = load.closed(CALLERS, 4 * CALLERS * SECONDS);
            double perSecond = sustained.all().size() / ((System.nanoTime() - start) / 1e9);
            long before = server.peakMegabytes();
            Answers overload = load.open(2 * perSecond, (int) Math.ceil(2 * perSecond * SECONDS));

            LoadReport report = new LoadReport(alone, perSecond, overload, before, server.peakMegabytes());
            HarnessReport.write("load", report);
            assertThat(alone.count(ACCEPTED))
                    .as("%s", report)
                    .isEqualTo(alone.all().size());
            assertThat(sustained.count(ACCEPTED))
                    .as("%s", report)
                    .isEqualTo(sustained.all().size());
            assertThat(overload.count(OTHER)).as("%s", report).isZero();
            assertThat(overload.count(ACCEPTED)).as("%s", report).isPositive();
            assertThat((double) report.peakMegabytes()).as("%s", report).isLessThan(before * (1 + SLACK));
        }
    }

    @Test
    void callersWhoAreSlowOrGoAwayHoldNothing() throws Exception {
        try (Callers callers = new Callers(page, query(-1))) {
            callers.leaveInTheMiddle();
            callers.keepAnswersWaiting();

            callers.awaitAllPlacesFree(STREAMS, BODIES);
        }
        assertThat(bus.request(Addresses.SEARCH, query(-2)).join().getJsonArray("hits"))
                .isNotEmpty();
    }
}
