package io.patchrank.web;

import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A whole patchrank with its web stage on a free port, and a plain HTTP client for it. */
public final class TestServer implements AutoCloseable {
    private final Patchrank app;
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestServer(Patchrank app, URI address) {
        this.app = app;
        this.address = address;
    }

    /** Watches no folder unless the settings name some; quick to settle. */
    public static TestServer start(Path data, Map<String, String> settings) {
        PatchrankConfig config = config(data, settings);
        WebVerticle web = new WebVerticle(config, List.of());
        Patchrank app = Patchrank.start(config, ColourGridExtractor::new, () -> web);
        return new TestServer(app, URI.create(web.address()));
    }

    static PatchrankConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data", data.toString(),
                "web.port", "0",
                "bus.bridge.enabled", "false",
                "watch.settle", "100ms",
                "watch.rescan", "1s",
                "model.locals.top-k", "16",
                "store.group-commit", "0ms",
                "index.commit-interval", "0ms"));
        all.putAll(settings);
        return PatchrankConfig.load(Optional.empty(), all);
    }

    public URI uri(String path) {
        return address.resolve(path);
    }

    public Vertx vertx() {
        return app.vertx();
    }

    public int port() {
        return address.getPort();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        return send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The body of a 200. */
    public JsonObject get(String path) {
        return ok(send(request(path)));
    }

    public HttpResponse<String> post(String path, JsonObject body) {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    public HttpResponse<String> post(String path, Form form) {
        return send(request(path).header("Content-Type", form.contentType()).POST(form.body()));
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    static JsonObject ok(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.request().method() + " " + response.uri() + ": " + response.statusCode()
                    + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /** Waits as long as it takes. */
    JsonObject await(String path, Predicate<JsonObject> reached) {
        while (true) {
            JsonObject now = get(path);
            if (reached.test(now)) {
                return now;
            }
            pause();
        }
    }

    void awaitIndexed(int images) {
        await("/api/v1/status", s -> s.getJsonObject("gallery").getInteger("indexed") == images);
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        app.close();
    }
}
