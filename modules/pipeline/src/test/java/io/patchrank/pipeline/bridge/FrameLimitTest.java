package io.patchrank.pipeline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.config.BusConfig;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bridge that takes frames of 2 KB, and a client that speaks to it byte by byte. */
class FrameLimitTest {
    private static final int LIMIT = 2048;

    private final Vertx vertx = Vertx.vertx();
    private Socket socket;
    private DataOutputStream out;
    private DataInputStream in;

    @BeforeEach
    void connect() throws IOException {
        vertx.eventBus()
                .consumer(Addresses.GALLERY_STATUS, message -> message.reply(new JsonObject().put("indexed", 3)));
        BusConfig.Bridge wanted = new BusConfig.Bridge(
                true, "127.0.0.1", 0, new DataSize(LIMIT), List.of(Addresses.GALLERY_STATUS), new Secret(""));
        int port = BridgeServer.start(vertx, wanted).await().port();
        socket = new Socket("127.0.0.1", port);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        vertx.close().await();
    }

    @Test
    void frameAboveTheLimitIsRefusedDroppedAndTheNextOneServed() throws IOException {
        out.writeInt(1 << 30);
        out.write(new byte[5000]);

        JsonObject refusal = answer();

        assertThat(refusal.getString("type")).isEqualTo("err");
        assertThat(refusal.getInteger("failureCode")).isEqualTo(100);
        assertThat(refusal.getString("message")).contains("bus.bridge.max-frame (2KB)");
    }

    @Test
    void connectionServesOnBehindARefusedFrame() throws IOException {
        out.writeInt(5000);
        out.write(new byte[5000]);
        assertThat(answer().getString("type")).isEqualTo("err");

        ask("");

        assertThat(answer().getJsonObject("body").getInteger("indexed")).isEqualTo(3);
    }

    @Test
    void frameOfExactlyTheLimitIsServed() throws IOException {
        ask("x".repeat(LIMIT - frame("").length));

        assertThat(answer().getJsonObject("body").getInteger("indexed")).isEqualTo(3);
    }

    @Test
    void negativeLengthIsTakenForAHugeOne() throws IOException {
        out.writeInt(-1);
        out.write(new byte[8]);

        assertThat(answer().getString("message")).contains("larger than bus.bridge.max-frame");
    }

    private static byte[] frame(String ballast) {
        return new JsonObject()
                .put("type", "send")
                .put("address", Addresses.GALLERY_STATUS)
                .put("replyAddress", "me")
                .put("body", new JsonObject().put("ballast", ballast))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void ask(String ballast) throws IOException {
        byte[] frame = frame(ballast);
        out.writeInt(frame.length);
        out.write(frame);
    }

    private JsonObject answer() throws IOException {
        return new JsonObject(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
    }
}
