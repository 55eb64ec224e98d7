package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BridgeServer;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.data.DataFolder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other services reach a gallery over the TCP bridge and over a clustered bus. */
class OtherProcessesTest {
    @TempDir
    Path root;

    @Test
    void bridgeAnswersManyRequestsAtOnceAndFailsTyped() {
        Path data = root.resolve("data");
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
                BusClient client = BridgeServer.find(DataFolder.bridgeFile(data))) {
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
        assertThatThrownBy(() -> BridgeServer.find(DataFolder.bridgeFile(data)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
    }

    @Test
    void bridgeReachesThePublicAddressesOnly() {
        Path data = root.resolve("data");
        try (TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
                BusClient client = BridgeServer.find(DataFolder.bridgeFile(data))) {
            assertThat(gallery.app().bridgePort()).isPresent();
            assertThatThrownBy(() -> client.request("patchrank.stage.store.status", new JsonObject())
                            .join())
                    .hasMessageContaining("access_denied");
        }
    }

    @Test
    void pendingRequestsFailWhenTheServerGoes() {
        Path data = root.resolve("data");
        TestGallery gallery = TestGallery.start(data, TestGallery.withoutWatch());
        try (BusClient client = BridgeServer.find(DataFolder.bridgeFile(data))) {
            gallery.close();
            assertThatThrownBy(() -> client.request(Addresses.GALLERY_STATUS, new JsonObject())
                            .join())
                    .cause()
                    .isInstanceOfSatisfying(
                            PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
        }
    }

    /** Extractor and gallery as two members of a cluster: what passes by reference elsewhere crosses the wire here. */
    @Test
    void stagesOfTwoMembersWorkTogether() throws IOException {
        int port = freePort();
        Map<String, String> extractor = clustered(port, "decode,extract", freePort());
        Map<String, String> rest = clustered(freePort(), "store,index,search,rerank", port);
        try (Patchrank worker = Patchrank.start(
                        TestGallery.config(root.resolve("unused"), extractor), ColourGridExtractor::new);
                TestGallery gallery = TestGallery.start(root.resolve("data"), rest)) {
            for (int i = 0; i < 5; i++) {
                Path file = TestPictures.write(root, i + ".png", i);
                assertThat(gallery.put(file).getString("state")).isEqualTo("INDEXED");
            }
            Path broken = Files.writeString(root.resolve("broken.png"), "text");
            assertThat(gallery.put(broken).getString("code")).isEqualTo("UNSUPPORTED_FORMAT");

            // Asked from the other member, as a service on the bus would.
            JsonObject body = worker.client()
                    .request(
                            Addresses.SEARCH,
                            new JsonObject().put("path", root.resolve("3.png").toString()))
                    .join();

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
