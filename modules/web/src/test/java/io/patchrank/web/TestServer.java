package io.patchrank.web;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A whole patchrank with its web stage on a free port, and a plain HTTP client for it. */
public final class TestServer implements AutoCloseable {
    private final Patchrank app;
    private final BusClient bus;
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestServer(Patchrank app, WebVerticle web) {
        this.app = app;
        this.bus = app.client();
        this.address = URI.create(web.address());
    }

    /** With an extractor that is quick, where it does not matter what is alike. */
    public static TestServer start(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("model.locals.top-k", "16"));
        all.putAll(settings);
        PatchrankConfig config = config(data, all);
        WebVerticle web = new WebVerticle(config);
        return new TestServer(Patchrank.start(config, ColourGridExtractor::new, () -> web), web);
    }

    public static TestServer startWithEmbeddedModel(Path data, Map<String, String> settings) {
        PatchrankConfig config = config(data, settings);
        WebVerticle web = new WebVerticle(config);
        return new TestServer(Patchrank.startWithWeb(config, () -> web, Optional.empty()), web);
    }

    /** Watches no folder unless the settings name some; quick to settle. */
    static PatchrankConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data", data.toString(),
                "web.port", "0",
                "bus.bridge.enabled", "false",
                "watch.settle", "100ms",
                "watch.rescan", "1s",
                "store.group-commit", "0ms",
                "index.commit-interval", "0ms"));
        all.putAll(settings);
        return PatchrankConfig.load(Optional.empty(), all);
    }

    /** Where the page is, with a slash at its end. */
    public String address() {
        return address.toString();
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

    /** The answer of the bus, whatever tokens HTTP wants. */
    public JsonObject ask(String operation, JsonObject body) {
        return bus.request(operation, body).join();
    }

    /** Waits until so many images are searchable and so many were rejected. */
    public TestServer awaitImages(int indexed, int rejected) {
        while (true) {
            JsonObject status = ask(Addresses.GALLERY_STATUS, new JsonObject());
            if (status.getInteger("indexed") == indexed
                    && status.getInteger("rejected") == rejected
                    && status.getInteger("pending") == 0) {
                return this;
            }
            pause();
        }
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
        bus.close();
        app.close();
    }
}
