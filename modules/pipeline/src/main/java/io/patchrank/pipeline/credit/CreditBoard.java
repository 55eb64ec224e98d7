package io.patchrank.pipeline.credit;

import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the workers of all processes announce they can take at once. Workers say so when they start, when asked, and
 * every heartbeat; a worker that falls silent for three heartbeats is forgotten. One board a process; thread-safe.
 */
public final class CreditBoard {
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration FORGET = HEARTBEAT.multipliedBy(3);

    private record Announcement(Stage stage, int credits, long seenNanos) {}

    private final Vertx vertx;
    private final Map<String, Announcement> workers = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> own = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private long timer;

    public CreditBoard(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Listens to the workers of all processes and asks them to announce themselves. */
    public Future<Void> start() {
        consumers.add(vertx.eventBus().<JsonObject>consumer(StageAddresses.CREDITS, m -> heard(m.body())));
        consumers.add(vertx.eventBus().consumer(StageAddresses.CREDITS_ASKED, m -> announceOwn()));
        timer = vertx.setPeriodic(HEARTBEAT.toMillis(), t -> {
            announceOwn();
            forgetSilent();
        });
        return Future.join(consumers.stream().map(MessageConsumer::completion).toList())
                .onSuccess(v -> vertx.eventBus().publish(StageAddresses.CREDITS_ASKED, "?"))
                .mapEmpty();
    }

    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    /** A worker of this process takes {@code credits} requests at once, from now on. Returns its name. */
    public String announce(Stage stage, int credits) {
        String instance = UUID.randomUUID().toString();
        JsonObject announcement = new JsonObject()
                .put("stage", stage.key())
                .put("instance", instance)
                .put("credits", credits);
        own.put(instance, announcement);
        heard(announcement);
        vertx.eventBus().publish(StageAddresses.CREDITS, announcement);
        return instance;
    }

    /** The worker stops; told to all so that nobody sends to it any more. */
    public void withdraw(String instance) {
        JsonObject announcement = own.remove(instance);
        if (announcement != null) {
            JsonObject last = announcement.copy().put("credits", 0);
            heard(last);
            vertx.eventBus().publish(StageAddresses.CREDITS, last);
        }
    }

    /** Requests that the workers of a stage take at once, all processes together; 0 when there is none. */
    public int credits(Stage stage) {
        return workers.values().stream()
                .filter(w -> w.stage() == stage)
                .mapToInt(Announcement::credits)
                .sum();
    }

    /** Completes once a worker of the stage is there; never, when none comes. */
    public Future<Void> present(Stage stage) {
        Promise<Void> present = Promise.promise();
        Runnable look = () -> {
            if (credits(stage) > 0) {
                present.tryComplete();
            }
        };
        onChange(look);
        look.run();
        return present.future().onComplete(v -> listeners.remove(look));
    }

    /** Runs after every change, on some thread; must not block. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void announceOwn() {
        own.values().forEach(a -> vertx.eventBus().publish(StageAddresses.CREDITS, a));
    }

    private void heard(JsonObject body) {
        String instance = body.getString("instance");
        int credits = body.getInteger("credits");
        if (credits == 0) {
            workers.remove(instance);
        } else {
            Stage stage = Stage.ofKey(body.getString("stage"));
            workers.put(instance, new Announcement(stage, credits, System.nanoTime()));
        }
        listeners.forEach(Runnable::run);
    }

    private void forgetSilent() {
        long oldest = System.nanoTime() - FORGET.toNanos();
        if (workers.values().removeIf(w -> w.seenNanos() - oldest < 0)) {
            listeners.forEach(Runnable::run);
        }
    }
}
