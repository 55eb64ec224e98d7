package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandsTest {
    private static final byte[] WEIGHTS = detector();

    @TempDir
    private Path root;

    private Path folder = Path.of("");
    private HttpServer server = serve();

    @BeforeEach
    void userEntries() throws IOException {
        folder = Files.createDirectories(root.resolve("models"));
        JsonArray entries = new JsonArray().add(entry("small", "MIT")).add(entry("closed", "for research only"));
        Files.writeString(
                folder.resolve("registry.json"),
                new JsonObject().put("models", entries).encode());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void listNamesEveryModelWithItsState() {
        CliRun text = models("list");
        JsonObject json = models("list", "--json").json();

        assertThat(text.exitCode()).isZero();
        assertThat(text.out().lines())
                .hasSize(16)
                .anyMatch(line -> line.matches("dinov2_vits14 +backbone +Apache-2.0 +88 MB +not downloaded"))
                .anyMatch(line -> line.matches("small +detector +MIT +\\? +not downloaded"));
        JsonObject first = json.getJsonArray("models").getJsonObject(0);
        assertThat(first.getString("name")).isEqualTo("dinov2_vits14");
        assertThat(first.getLong("size")).isEqualTo(88_283_115);
        assertThat(first.getString("state")).isEqualTo("not downloaded");
        assertThat(first.getJsonObject("defaults").getString("heads")).isEqualTo("6");
    }

    @Test
    void pulledModelIsListedShownAndVerified() {
        CliRun pulled = models("pull", "small");
        assertThat(pulled.exitCode()).isZero();
        assertThat(pulled.err()).contains("small: licence MIT (https://example.org)");
        assertThat(pulled.out()).startsWith("small: fetched, " + folder.resolve("small.safetensors"));
        assertThat(folder.resolve("small.safetensors")).hasBinaryContent(WEIGHTS);

        JsonObject again = models("pull", "small", "--json").json();
        assertThat(again.getJsonArray("models").getJsonObject(0).getBoolean("fetched"))
                .isFalse();
        JsonObject shown = models("show", "small", "--json").json();
        assertThat(shown.getString("state")).isEqualTo("present");
        assertThat(shown.getInteger("tensors")).isEqualTo(4);
        assertThat(shown.getLong("parameters")).isEqualTo(16 + 4 + 4 + 4);
        assertThat(shown.getJsonObject("types").getInteger("Float")).isEqualTo(4);
        assertThat(shown.getJsonArray("looksLike")).containsExactly("spatial-attention detector: descriptors of 4");
        assertThat(models("show", "small").out()).contains("looksLike  spatial-attention detector");
        assertThat(models("verify").out()).startsWith("small: whole, SHA-256 ").contains("(first use)");
    }

    @Test
    void damageIsFoundByVerifyAndRepairedByPull() throws IOException {
        models("pull", "small");
        byte[] flipped = WEIGHTS.clone();
        flipped[WEIGHTS.length - 1] ^= 1;
        Files.write(folder.resolve("small.safetensors"), flipped);

        CliRun damaged = models("verify", "small");
        assertThat(damaged.exitCode()).isEqualTo(5);
        assertThat(damaged.out()).startsWith("small: damaged, its SHA-256 is ").contains("models pull small");
        assertThat(models("show", "small").out()).contains("state      damaged");

        assertThat(models("pull", "small").err()).contains("the file here is damaged; fetching it again");
        assertThat(models("verify", "small").exitCode()).isZero();
    }

    @Test
    void verifyOfWhatIsNotHere() {
        assertThat(models("verify").out()).startsWith("no models here");
        CliRun named = models("verify", "dinov2_ames");
        assertThat(named.exitCode()).isEqualTo(3);
        assertThat(named.out()).startsWith("dinov2_ames: not downloaded");
    }

    @Test
    void licenceMustBeAccepted() {
        CliRun refused = models("pull", "closed");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("patchrank: BAD_REQUEST closed: its licence is not a permissive one: for research only"
                        + " (https://example.org)");

        assertThat(models("pull", "closed", "--accept-licence").exitCode()).isZero();
    }

    @Test
    void offlineFolderTakesThePlaceOfTheNetwork() throws IOException {
        server.stop(0);
        Path stick = Files.createDirectories(root.resolve("stick"));

        CliRun missing = models("pull", "small", "--from", stick);
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains("patchrank: NOT_FOUND " + stick.resolve("small.safetensors"));

        Files.write(stick.resolve("small.safetensors"), WEIGHTS);
        assertThat(models("pull", "small", "--set", "models.offline=" + stick).exitCode())
                .isZero();
        assertThat(folder.resolve("small.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void fileOutsideTheRegistryIsShown() throws IOException {
        Path file = Files.write(root.resolve("other.safetensors"), WEIGHTS);
        Path unread = Files.writeString(root.resolve("notes.txt"), "no weights");

        assertThat(models("show", file, "--json").json().getInteger("tensors")).isEqualTo(4);
        JsonObject plain = models("show", unread, "--json").json();
        assertThat(plain.getLong("size")).isEqualTo(10);
        assertThat(plain.containsKey("tensors")).isFalse();
    }

    @Test
    void nameThatIsNotKnownBringsNearOnes() {
        for (String command : new String[] {"pull", "show", "verify"}) {
            CliRun refused = models(command, "dinov2_vits14_reg");
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err()).contains("did you mean dinov2_vits14_reg4");
        }
    }

    @Test
    void configuredModelThatIsNotDownloadedNamesTheCommand() {
        CliRun refused = CliRun.of(
                "doctor",
                "--data",
                root.resolve("data"),
                "--set",
                "models.folder=" + folder,
                "--set",
                "model.weights=dinov2_vits14");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out())
                .contains("dinov2_vits14: is not downloaded yet; run patchrank models pull dinov2_vits14");
    }

    private CliRun models(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "models";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--set";
        all[arguments.length + 2] = "models.folder=" + folder;
        return CliRun.of(all);
    }

    private JsonObject entry(String name, String licence) {
        String source = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + ".safetensors";
        return new JsonObject()
                .put("name", name)
                .put("kind", "detector")
                .put("licence", licence)
                .put("page", "https://example.org")
                .put("sources", new JsonArray().add(source));
    }

    private static HttpServer serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, WEIGHTS.length);
                exchange.getResponseBody().write(WEIGHTS);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A safetensors file by hand: a detector of four dimensions. */
    private static byte[] detector() {
        String header = """
                {"conv1.weight": {"dtype": "F32", "shape": [4, 4, 1, 1], "data_offsets": [0, 64]},
                 "bn.running_mean": {"dtype": "F32", "shape": [4], "data_offsets": [64, 80]},
                 "bn.running_var": {"dtype": "F32", "shape": [4], "data_offsets": [80, 96]},
                 "conv2.weight": {"dtype": "F32", "shape": [1, 4, 1, 1], "data_offsets": [96, 112]}}""";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 112)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
