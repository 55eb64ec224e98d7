package io.patchrank.cli.load;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletionException;

/** A way to ask for a search; blocks until it is answered. */
interface Target {
    enum Outcome {
        ACCEPTED,
        /** {@code OVERLOADED}, with a time to come back. */
        REFUSED,
        OTHER
    }

    Outcome search(JsonObject query) throws InterruptedException;

    /** Over HTTP/1.1; a connection that breaks is {@code OTHER}. */
    static Target http(HttpClient client, URI search) {
        return query -> {
            try {
                HttpResponse<String> response = post(client, search, query);
                if (response.statusCode() == 200) {
                    return Outcome.ACCEPTED;
                }
                boolean refused = response.statusCode() == ErrorCode.OVERLOADED.httpStatus()
                        && response.headers().firstValue("Retry-After").isPresent()
                        && new JsonObject(response.body()).getLong("retryAfterMs") > 0;
                return refused ? Outcome.REFUSED : Outcome.OTHER;
            } catch (IOException e) {
                return Outcome.OTHER;
            }
        };
    }

    static HttpResponse<String> post(HttpClient client, URI address, JsonObject body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Over the TCP bridge of the event bus. */
    static Target bus(BusClient client) {
        return query -> {
            try {
                client.request(Addresses.SEARCH, query).join();
                return Outcome.ACCEPTED;
            } catch (CompletionException e) {
                boolean refused = e.getCause() instanceof PatchrankException failure
                        && failure.code() == ErrorCode.OVERLOADED
                        && failure.retryAfter().isPresent();
                return refused ? Outcome.REFUSED : Outcome.OTHER;
            }
        };
    }
}
