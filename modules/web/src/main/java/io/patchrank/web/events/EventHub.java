package io.patchrank.web.events;

import io.patchrank.api.bus.Addresses;
import io.patchrank.web.gallery.StatusReport;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.EventStream;
import io.patchrank.web.http.ServerEvent;
import io.patchrank.web.http.StreamLimit;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
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
    private final Map<EventStream, Listener> clients = new HashMap<>();

    private @Nullable MessageConsumer<JsonObject> events;
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
        events.handler(message -> happened(message.body()));
        timer = vertx.setPeriodic(LOOK.toMillis(), t -> look());
        return events.completion();
    }

    /** Ends all streams. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        Map.copyOf(clients).keySet().forEach(EventStream::end);
        return events == null ? Future.succeededFuture() : events.unregister();
    }

    private void happened(JsonObject news) {
        if (!clients.isEmpty()) {
            ServerEvent event = ServerEvent.of("gallery", news);
            clients.keySet().forEach(client -> client.send(event));
        }
    }

    /** A job has changed. */
    public void job(JsonObject job) {
        if (!clients.isEmpty()) {
            ServerEvent event = ServerEvent.of("job", job);
            clients.keySet().forEach(client -> client.latest(job.getString("id"), event));
        }
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
        clients.put(client, new Listener(access));
        client.closed().onComplete(v -> clients.remove(client));
        return report.now(call.requestId()).onSuccess(this::tell);
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
            tell(result.result());
        });
    }

    /** Written once for all who may do the same, and sent to those who do not know it. */
    private void tell(JsonObject status) {
        Map<Access, ServerEvent> events = new EnumMap<>(Access.class);
        clients.forEach((client, listener) -> {
            if (listener.learns(status)) {
                client.latest(
                        "status",
                        events.computeIfAbsent(
                                listener.access, access -> ServerEvent.of("status", forCaller(status, access))));
            }
        });
    }

    /** What a client may do, and what it was told last. */
    private static final class Listener {
        private final Access access;
        private JsonObject told = new JsonObject();

        Listener(Access access) {
            this.access = access;
        }

        /** Whether this is new to it; from now on it is not. */
        boolean learns(JsonObject status) {
            boolean news = !status.equals(told);
            told = status;
            return news;
        }
    }

    private static JsonObject forCaller(JsonObject status, Access access) {
        return status.copy().put("mayWrite", access == Access.WRITE);
    }
}
