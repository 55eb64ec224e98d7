package io.patchrank.web.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Server-sent events to one client. To a client that reads slowly, only the newest of what is told by {@link #latest} is
 * sent; one that leaves too much of the rest unread is cut off, and may come again. Event loop.
 *
 * <p>Format: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>.
 */
public final class EventStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MOST_UNSENT = 1 << 20;

    private final HttpServerResponse response;
    private final Promise<Void> closed = Promise.promise();
    private final Deque<Buffer> unsent = new ArrayDeque<>();
    private final Map<String, Buffer> newest = new LinkedHashMap<>();
    private int unsentBytes;
    private boolean ending;

    private EventStream(HttpServerResponse response) {
        this.response = response;
    }

    /** Answers the request with a stream that stays open until {@link #end}, or until the client goes. */
    public static EventStream open(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // Compression would keep events back until there are enough of them; so would a proxy's buffer.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response);
        Vertx vertx = context.vertx();
        long heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), t -> stream.beat());
        context.addEndHandler(ended -> {
            vertx.cancelTimer(heartbeat);
            stream.unsent.clear();
            stream.newest.clear();
            stream.closed.tryComplete();
        });
        response.drainHandler(v -> stream.flush());
        stream.write(Buffer.buffer(":\n\n"));
        return stream;
    }

    /** An event that must not be left out. */
    public void send(ServerEvent event) {
        if (isOver()) {
            return;
        }
        unsentBytes += event.frame().length();
        unsent.add(event.frame());
        flush();
        if (unsentBytes > MOST_UNSENT) {
            cutOff();
        }
    }

    /** An event that takes the place of an unsent one of the same key. */
    public void latest(String key, ServerEvent event) {
        if (!isOver()) {
            newest.put(key, event.frame());
            flush();
        }
    }

    /** The event that ends the stream; what could be left out before it is. */
    public void last(ServerEvent event) {
        newest.clear();
        if (!isOver()) {
            // Whatever its size: nothing comes after it that could pile up.
            unsentBytes += event.frame().length();
            unsent.add(event.frame());
        }
        end();
    }

    /** Ends the stream when all has been sent. */
    public void end() {
        ending = true;
        flush();
    }

    /** Completes when the stream has ended, from either side. */
    public Future<Void> closed() {
        return closed.future();
    }

    public boolean isOver() {
        return ending || closed.future().isComplete();
    }

    private void flush() {
        while (!response.writeQueueFull() && !closed.future().isComplete()) {
            Buffer next = next();
            if (next == null) {
                break;
            }
            write(next);
        }
        if (ending && unsent.isEmpty() && newest.isEmpty() && !response.ended()) {
            var unused = response.end();
        }
    }

    private @org.jspecify.annotations.Nullable Buffer next() {
        Buffer first = unsent.poll();
        if (first != null) {
            unsentBytes -= first.length();
            return first;
        }
        return newest.isEmpty()
                ? null
                : newest.remove(newest.keySet().iterator().next());
    }

    private void write(Buffer bytes) {
        var unused = response.write(bytes);
    }

    private void beat() {
        if (!isOver() && !response.writeQueueFull()) {
            write(Buffer.buffer(":\n\n"));
        }
    }

    private void cutOff() {
        unsent.clear();
        newest.clear();
        response.reset();
    }
}
