package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that want more of the TCP bridge than the operations that it is to reach. */
class HostileFramesTest {
    private static final String TOKEN = "Sixteen-characters";

    @TempDir
    static Path root;

    static TestGallery gallery;
    static Path folder;
    static Path shown;
    static Path hidden;

    @BeforeAll
    static void start() throws IOException {
        folder = root.resolve("shown");
        shown = TestPictures.write(folder, "a.png", 1);
        hidden = TestPictures.write(root.resolve("elsewhere"), "b.png", 2);
        Files.createSymbolicLink(folder.resolve("link.png"), hidden);
        Files.createSymbolicLink(folder.resolve("folder"), root.resolve("elsewhere"));
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(
                Map.of("watch.shown", folder.toString(), "bus.bridge.enabled", "true", "bus.bridge.token", TOKEN));
        gallery = TestGallery.start(root.resolve("data"), settings);
        gallery.put(shown);
    }

    @AfterAll
    static void stop() {
        gallery.close();
    }

    /** The answer to one frame on a connection of its own. */
    private static JsonObject answer(JsonObject frame) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gallery.app().bridgePort().orElseThrow())) {
            byte[] bytes = frame.encode().getBytes(StandardCharsets.UTF_8);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.length);
            out.write(bytes);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return new JsonObject(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
    }

    private static JsonObject frame(String type, Object address, Object body) {
        return new JsonObject()
                .put("type", type)
                .put("address", address)
                .put("replyAddress", "me")
                .put("headers", new JsonObject().put("token", TOKEN))
                .put("body", body);
    }

    private static String refusal(JsonObject frame) throws IOException {
        JsonObject answer = answer(frame);
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("err");
        return new JsonObject(answer.getString("message")).getString("code");
    }

    @Test
    void addressesThatAreNotNamedAreOutOfReachByAnyKindOfFrame() throws IOException {
        for (Object address : List.of(
                "patchrank.stage.store",
                "patchrank.stage.store.status",
                "patchrank.stage.decode/0",
                "patchrank.gallery.put",
                "patchrank.gallery.remove",
                "patchrank.gallery.visible",
                "patchrank.credits",
                "__vertx.reply.1",
                "__vertx.reply.",
                "patchrank.search ",
                "patchrank.search\u0000",
                "PATCHRANK.SEARCH",
                "patchrank.search/../gallery.put",
                "patchrank.*",
                ".*",
                "",
                7,
                new JsonArray().add(Addresses.SEARCH))) {
            if (String.valueOf(address).startsWith("__vertx.reply.")) {
                // The bridge itself knows to which messages there is a reply.
                assertThat(answer(frame("send", address, new JsonObject())).encode())
                        .contains("\"err\"", "access_denied");
            } else {
                assertThat(refusal(frame("send", address, new JsonObject())))
                        .as("send to %s", address)
                        .isEqualTo("FORBIDDEN");
            }
            for (String type : List.of("publish", "register", "unregister")) {
                assertThat(refusal(frame(type, address, new JsonObject())))
                        .as("%s %s", type, address)
                        .isEqualTo("FORBIDDEN");
            }
        }
    }

    @Test
    void nobodyPublishesAndNobodyListensToRequestsOrToOthersReplies() throws IOException {
        for (String address : List.of(Addresses.EVENTS, Addresses.SEARCH, "patchrank.partials.1")) {
            assertThat(refusal(frame("publish", address, new JsonObject()))).isEqualTo("FORBIDDEN");
        }
        for (String address : List.of(
                Addresses.SEARCH,
                "patchrank.partials.",
                "patchrank.partials.a/b",
                "patchrank.partials.a\n",
                "patchrank.partials." + "a".repeat(101),
                "xpatchrank.partials.a",
                "__vertx.reply.1")) {
            assertThat(refusal(frame("register", address, new JsonObject())))
                    .as(address)
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void whatIsNearlyTheTokenIsNone() throws IOException {
        for (Object headers : List.of(
                new JsonObject(),
                new JsonObject().put("token", ""),
                new JsonObject().put("token", TOKEN.substring(1)),
                new JsonObject().put("token", TOKEN + " "),
                new JsonObject().put("token", TOKEN.toLowerCase(java.util.Locale.ROOT)),
                new JsonObject().put("Token", TOKEN),
                new JsonObject().put("token", "Bearer " + TOKEN),
                new JsonObject().put("token", new JsonArray().add(TOKEN)),
                new JsonObject().put("token", true))) {
            JsonObject frame =
                    frame("send", Addresses.GALLERY_STATUS, new JsonObject()).put("headers", headers);
            assertThat(refusal(frame)).as("%s", headers).isEqualTo("UNAUTHORIZED");
        }
        JsonObject elsewhere = frame("send", Addresses.GALLERY_STATUS, new JsonObject().put("token", TOKEN))
                .put("token", TOKEN)
                .put("headers", new JsonObject());
        assertThat(refusal(elsewhere)).isEqualTo("UNAUTHORIZED");
    }

    /** Whether there is such a file or not: nobody learns it. */
    @Test
    void pathsOutOfTheShownFoldersAreRefusedHoweverTheyAreWritten() throws IOException {
        for (String path : List.of(
                hidden.toString(),
                folder + "/../elsewhere/b.png",
                folder + "/../elsewhere/none.png",
                folder + "/./../shown/../elsewhere/b.png",
                folder + "/link.png",
                folder + "/folder/b.png",
                folder + "/folder/none.png",
                folder + "/a.png/../../elsewhere/b.png",
                folder + "x/a.png",
                "/etc/passwd",
                "/proc/self/environ",
                "/proc/self/root" + hidden,
                "/dev/zero",
                "etc/passwd",
                "..",
                "/",
                "~/a.png",
                "file://" + shown,
                "\\\\host\\share\\a.png")) {
            assertThat(refusal(frame("send", Addresses.SEARCH, new JsonObject().put("path", path))))
                    .as(path)
                    .isIn("UNREADABLE_FILE", "BAD_REQUEST");
            JsonObject side = new JsonObject().put("path", path);
            JsonObject good = new JsonObject().put("path", shown.toString());
            assertThat(refusal(frame(
                            "send",
                            Addresses.COMPARE,
                            new JsonObject().put("query", good).put("other", side))))
                    .as(path)
                    .isIn("UNREADABLE_FILE", "BAD_REQUEST");
        }
        for (String path : List.of(hidden + "\u0000.png", folder + "/a.png\u0000/../../elsewhere/b.png", "a\u0000")) {
            assertThat(refusal(frame("send", Addresses.SEARCH, new JsonObject().put("path", path))))
                    .as("with a NUL")
                    .isIn("UNREADABLE_FILE", "BAD_REQUEST");
        }
    }

    @Test
    void bodiesThatAreNoObjectsNameNoFiles() throws IOException {
        JsonObject path = new JsonObject().put("path", hidden.toString());
        for (Object body : List.of(path.encode(), new JsonArray().add(path), 7, true)) {
            assertThat(answer(frame("send", Addresses.SEARCH, body)).getString("type"))
                    .as("%s", body)
                    .isEqualTo("err");
        }
        JsonObject nested = new JsonObject().put("path", new JsonObject().put("path", hidden.toString()));
        assertThat(refusal(frame("send", Addresses.SEARCH, nested))).isEqualTo("BAD_REQUEST");
    }
}
