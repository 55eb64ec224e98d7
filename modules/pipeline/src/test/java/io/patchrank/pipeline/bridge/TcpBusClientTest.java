package io.patchrank.pipeline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a peer that the test plays itself. */
class TcpBusClientTest {
    private ServerSocket peer;
    private TcpBusClient client;
    private Socket connection;

    @BeforeEach
    void connect() throws IOException {
        peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = TcpBusClient.connect(peer.getInetAddress().getHostAddress(), peer.getLocalPort());
        connection = peer.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        connection.close();
        peer.close();
    }

    /** The port of a server that was killed may be anybody's by now. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "\uffff\uffff\uffff", "\0\0\0\4text", "\0\0\0\2[]"})
    void answerOfSomethingElseFailsTheRequest(String answer) throws IOException {
        CompletableFuture<JsonObject> reply = client.request("patchrank.gallery.status", new JsonObject());

        connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(reply::join).cause().isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE);
            assertThat(e.reason()).contains("no event-bus bridge");
        });
    }

    @Test
    void requestOutlastsTheBridgesOwnLimit() throws IOException {
        var unused = client.request("patchrank.gallery.put", new JsonObject());

        DataInputStream in = new DataInputStream(connection.getInputStream());
        String frame = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);

        assertThat(new JsonObject(frame).getJsonObject("headers").getLong("timeout"))
                .isGreaterThan(30_000);
    }

    @Test
    void answerReachesItsRequest() throws IOException {
        CompletableFuture<JsonObject> reply = client.request("patchrank.gallery.status", new JsonObject());
        DataInputStream in = new DataInputStream(connection.getInputStream());
        JsonObject frame = new JsonObject(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));

        byte[] answer = new JsonObject()
                .put("type", "message")
                .put("address", frame.getString("replyAddress"))
                .put("body", new JsonObject().put("indexed", 3))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        connection
                .getOutputStream()
                .write(ByteBuffer.allocate(Integer.BYTES + answer.length)
                        .putInt(answer.length)
                        .put(answer)
                        .array());

        assertThat(reply.join()).isEqualTo(new JsonObject().put("indexed", 3));
    }
}
