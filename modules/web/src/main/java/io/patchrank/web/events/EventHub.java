package io.patchrank.web.events;

import io.patchrank.api.bus.Addresses;
import io.patchrank.web.gallery.StatusReport;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.EventStream;
import io.patchrank.web.http.StreamLimit;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells every client of {@code /api/v1/events} what happens, and {@code /api/v1/status} what is. The status is asked
 * for once a second while somebody listens, and sent when it has changed. Event loop.
 */
public final class EventHub {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final StatusReport report;
    private final Tokens tokens;
    private final StreamLimit streams;
    /** With what each of them may do. */
    private final Map<EventStream, Access> clients = new HashMap<>();

    private @Nullable MessageConsumer<JsonObject> events;
    private JsonObject last = new JsonObject();
    private boolean looking;
    private long timer = -1;

    public EventHub(Vertx vertx, StatusReport report, Tokens tokens, StreamLimit streams) {
        this.vertx = vertx;
        this.report = report;
        this.tokens = tokens;
        this.streams = streams;
    }

    /** Listens to the bus; completes when other processes can be heard. */
    public Future<Void> start() {
        events = vertx.eventBus().consumer(Addresses.EVENTS);
        events.handler(message -> clients.keySet().forEach(client -> client.send("gallery", message.body())));
        timer = vertx.setPeriodic(LOOK.toMillis(), t -> look());
        return events.completion();
    }

    /** Ends all streams. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        Map.copyOf(clients).keySet().forEach(EventStream::end);
        return events == null ? Future.succeededFuture() : events.unregister();
    }

    /** A job has changed. */
    public void job(JsonObject job) {
        clients.keySet().forEach(client -> client.latest(job.getString("id"), "job", job));
    }

    /** {@code GET /api/v1/status}. */
    public Future<?> status(Call call) {
        Access access = access(call);
        return report.now(call.requestId()).compose(status -> call.json(200, forCaller(status, access)));
    }

    /** {@code GET /api/v1/events}. */
    public Future<?> events(Call call) {
        Access access = access(call);
        EventStream client = streams.open(call);
        clients.put(client, access);
        client.closed().onComplete(v -> clients.remove(client));
        return report.now(call.requestId()).onSuccess(status -> {
            tellIfChanged(status);
            client.latest("status", "status", forCaller(status, access));
        });
    }

    private Access access(Call call) {
        return tokens.access(Optional.ofNullable(call.context().request().getHeader(HttpHeaders.AUTHORIZATION)));
    }

    private void look() {
        if (clients.isEmpty() || looking) {
            return;
        }
        looking = true;
        report.now(UUID.randomUUID().toString()).onComplete(result -> {
            looking = false;
            tellIfChanged(result.result());
        });
    }

    private void tellIfChanged(JsonObject status) {
        if (!status.equals(last)) {
            last = status;
            clients.forEach((client, access) -> client.latest("status", "status", forCaller(status, access)));
        }
    }

    private static JsonObject forCaller(JsonObject status, Access access) {
        return status.copy().put("mayWrite", access == Access.WRITE);
    }
}
