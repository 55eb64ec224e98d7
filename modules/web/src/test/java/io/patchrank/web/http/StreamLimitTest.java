package io.patchrank.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLimitTest {
    private final Vertx vertx = Vertx.vertx();
    private final StreamLimit streams = new StreamLimit(1);

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** What is done between a request and its stream may take long enough for the caller to go. */
    @Test
    void callerWhoWentAwayTakesNoPlace() throws IOException {
        Promise<Void> came = Promise.promise();
        Promise<EventStream> late = Promise.promise();
        Router router = Router.router(vertx);
        router.get("/late").handler(context -> {
            context.addEndHandler(gone -> open(context).onComplete(late));
            came.complete();
        });
        router.get("/now").handler(context -> open(context).onFailure(context::fail));
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .await()
                .actualPort();

        try (Socket caller = ask(port, "/late")) {
            came.future().await();
        }
        assertThatThrownBy(() -> late.future().await())
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        try (Socket next = ask(port, "/now");
                BufferedReader answer = new BufferedReader(new InputStreamReader(next.getInputStream()))) {
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private Future<EventStream> open(RoutingContext context) {
        Call call = new Call(context, new Bus(vertx), Map.of(), new JsonObject(), Map.of());
        return Future.<Void>succeededFuture().map(v -> streams.open(call));
    }

    private static Socket ask(int port, String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
