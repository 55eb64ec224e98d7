package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.patchrank.pipeline.bridge.TcpBusClient;
import io.patchrank.pipeline.data.DataFolder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands reach a gallery over the private channel, other services over a clustered bus. */
class OtherProcessesTest {
    @TempDir
    Path root;

    @Test
    void bridgeAnswersManyRequestsAtOnceAndFailsTyped() {
        Path data = root.resolve("data");
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
                BusClient client = PrivateChannel.find(DataFolder.bridgeFile(data))) {
            List<CompletableFuture<JsonObject>> puts = IntStream.range(0, 20)
                    .mapToObj(i -> client.request(
                            Addresses.GALLERY_PUT,
                            new JsonObject()
                                    .put(
                                            "path",
                                            TestPictures.write(root, i + ".png", i)
                                                    .toString())))
                    .toList();
            assertThat(puts)
                    .allSatisfy(put -> assertThat(put.join().getString("state")).isEqualTo("INDEXED"));
            assertThat(gallery.status().getInteger("indexed")).isEqualTo(20);

            assertThatThrownBy(() -> client.request(Addresses.GALLERY_GET, new JsonObject().put("id", "none"))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(PatchrankException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(e.subject()).isEqualTo("none");
                    });
        }
        assertThat(DataFolder.bridgeFile(data)).doesNotExist();
        assertThatThrownBy(() -> PrivateChannel.find(DataFolder.bridgeFile(data)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
    }

    @Test
    void privateChannelReachesNoOtherStageAddressAndIsNoBridgeForOthers() {
        Path data = root.resolve("data");
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
                BusClient client = PrivateChannel.find(DataFolder.bridgeFile(data))) {
            assertThat(gallery.app().bridgePort()).isEmpty();
            assertCode(ErrorCode.FORBIDDEN, client.request("patchrank.stage.store.status", new JsonObject()));
            assertThat(client.request(Addresses.GALLERY_STATUS, new JsonObject())
                            .join())
                    .isEqualTo(gallery.status());
        }
    }

    private static void assertCode(ErrorCode code, CompletableFuture<JsonObject> reply) {
        assertThatThrownBy(reply::join).cause().isInstanceOfSatisfying(PatchrankException.class, e -> assertThat(
                        e.code())
                .isEqualTo(code));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such permissions")
    void privateChannelAnswersOnlyWhoCanReadItsFile() throws IOException {
        Path data = root.resolve("data");
        Path file = DataFolder.bridgeFile(data);
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            JsonObject place = new JsonObject(Files.readString(file));
            assertThat(place.getString("secret")).hasSizeGreaterThan(40);
            for (JsonObject headers : List.of(
                    new JsonObject(),
                    new JsonObject().put("secret", ""),
                    new JsonObject().put("secret", place.getString("secret") + "x"),
                    new JsonObject().put("secret", 7))) {
                try (BusClient stranger =
                        TcpBusClient.connect(place.getString("host"), place.getInteger("port"), headers)) {
                    assertCode(ErrorCode.UNAUTHORIZED, stranger.request(Addresses.GALLERY_STATUS, new JsonObject()));
                }
            }
            assertThat(gallery.status().getInteger("indexed")).isZero();
        }
        try (TestGallery again = TestGallery.start(data, TestGallery.withoutWatch())) {
            assertThat(again.status().getInteger("indexed")).isZero();
            assertThat(Files.readString(file)).doesNotContain("\"secret\":\"\"").contains("secret");
        }
    }

    /** The bridge for other services: only what is named, only with the token, only files that may be shown. */
    @Test
    void configuredBridgeReachesWhatIsNamedWithItsToken() throws IOException {
        Path secret = Files.writeString(root.resolve("token"), "sixteen characters\n");
        Path watched = root.resolve("watched");
        Path shown = TestPictures.write(watched, "shown.png", 1);
        Path hidden = TestPictures.write(root.resolve("elsewhere"), "hidden.png", 2);
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(Map.of(
                "watch.shown", watched.toString(), "bus.bridge.enabled", "true", "bus.bridge.token", "@" + secret));
        JsonObject token = new JsonObject().put("token", "sixteen characters");
        try (TestGallery gallery = TestGallery.start(root.resolve("data"), settings)) {
            gallery.put(shown);
            int port = gallery.app().bridgePort().orElseThrow();
            try (BusClient stranger = TcpBusClient.connect("127.0.0.1", port);
                    BusClient service = TcpBusClient.connect("127.0.0.1", port, token)) {
                assertCode(ErrorCode.UNAUTHORIZED, stranger.request(Addresses.GALLERY_STATUS, new JsonObject()));
                assertCode(ErrorCode.FORBIDDEN, service.request(Addresses.GALLERY_PUT, path(shown)));
                assertCode(ErrorCode.UNREADABLE_FILE, service.request(Addresses.SEARCH, path(hidden)));
                assertCode(
                        ErrorCode.UNREADABLE_FILE,
                        service.request(Addresses.SEARCH, path(root.resolve("elsewhere/none.png"))));
                assertThat(service.request(Addresses.SEARCH, path(shown)).join().getJsonArray("hits"))
                        .hasSize(1);
            }
        }
    }

    private static JsonObject path(Path file) {
        return new JsonObject().put("path", file.toString());
    }

    @Test
    void pendingRequestsFailWhenTheServerGoes() {
        Path data = root.resolve("data");
        TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
        try (BusClient client = PrivateChannel.find(DataFolder.bridgeFile(data))) {
            gallery.close();
            assertThatThrownBy(() -> client.request(Addresses.GALLERY_STATUS, new JsonObject())
                            .join())
                    .cause()
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
        }
    }

    /** Two members of a cluster: what passes by reference elsewhere crosses the wire here. */
    @Test
    void stagesOfTwoMembersWorkTogether() throws IOException {
        int port = freePort();
        Map<String, String> extractor = clustered(port, "decode,extract,rerank", freePort());
        extractor.putAll(Map.of("rerank.batch", "1", "rerank.threads", "1"));
        Map<String, String> rest = clustered(freePort(), "store,index,search", port);
        rest.put("watch.shown", root.toString());
        try (Patchrank worker = Patchrank.start(
                        TestGallery.config(root.resolve("unused"), extractor), ColourGridExtractor::new);
                TestGallery gallery = TestGallery.start(root.resolve("data"), rest)) {
            for (int i = 0; i < 5; i++) {
                Path file = TestPictures.write(root, i + ".png", i);
                assertThat(gallery.put(file).getString("state")).isEqualTo("INDEXED");
            }
            Path broken = Files.writeString(root.resolve("broken.png"), "text");
            assertThat(gallery.put(broken).getString("code")).isEqualTo("UNSUPPORTED_FORMAT");

            LinkedBlockingQueue<JsonObject> partials = new LinkedBlockingQueue<>();
            worker.vertx()
                    .eventBus()
                    .<JsonObject>consumer("patchrank.partials.test", message -> partials.add(message.body()))
                    .completion()
                    .await();

            // Asked from the other member, as a service on the bus would.
            JsonObject request =
                    path(root.resolve("3.png")).put("explain", true).put("partials", "patchrank.partials.test");
            JsonObject body = worker.client().request(Addresses.SEARCH, request).join();
            while (partials.stream().noneMatch(partial -> "improved".equals(partial.getString("stage")))) {
                // The first order may be late: the way to the search stage is not known yet.
                partials.clear();
                body = worker.client().request(Addresses.SEARCH, request).join();
            }

            SearchReply reply = SearchReply.fromJson(body);
            assertThat(reply.hits()).hasSize(5);
            assertThat(reply.hits().getFirst().source()).endsWith("3.png");
            JsonObject comparison = worker.client()
                    .request(
                            Addresses.COMPARE,
                            new JsonObject()
                                    .put(
                                            "query",
                                            new JsonObject()
                                                    .put(
                                                            "id",
                                                            reply.hits()
                                                                    .getFirst()
                                                                    .id()
                                                                    .value()))
                                    .put(
                                            "other",
                                            new JsonObject()
                                                    .put(
                                                            "path",
                                                            root.resolve("3.png")
                                                                    .toString())))
                    .join();
            assertThat(comparison.getInteger("inlierCount")).isEqualTo(16);
            assertThat(comparison.getJsonObject("query").getString("colours")).startsWith("data:image/png;base64,");
            assertThat(reply.hits().getFirst().explanation().orElseThrow().matches())
                    .isNotEmpty();
            assertThat(partials)
                    .extracting(partial -> partial.getString("stage"))
                    .startsWith("global", "improved");
            JsonObject picture = new JsonObject()
                    .put("id", reply.hits().getFirst().id().value())
                    .put("longestSide", 32);
            assertThat(worker.client()
                            .request(Addresses.GALLERY_PICTURE, picture)
                            .join()
                            .getInteger("width"))
                    .isEqualTo(32);
            assertThat(root.resolve("unused")).doesNotExist();
        }
    }

    private static Map<String, String> clustered(int port, String stages, int member) {
        return new HashMap<>(Map.of(
                "stages",
                stages,
                "bus.cluster.enabled",
                "true",
                "bus.cluster.host",
                "127.0.0.1",
                "bus.cluster.port",
                Integer.toString(port),
                "bus.cluster.members",
                "127.0.0.1:" + member));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
