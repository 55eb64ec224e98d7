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
import java.util.stream.Collectors;

/**
 * What the workers of all processes announce they can take at once. Workers say so when they start, when asked, and
 * every heartbeat; a worker of another process that falls silent for three heartbeats is lost. One board a process;
 * thread-safe.
 */
public final class CreditBoard {
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration FORGET = HEARTBEAT.multipliedBy(3);

    private record Announcement(Stage stage, int credits, long seenNanos) {}

    private final Vertx vertx;
    private final Map<String, Announcement> workers = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> own = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<CreditedSender> senders = new CopyOnWriteArrayList<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private long timer;

    public CreditBoard(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A new worker's name. */
    public static String newWorker() {
        return UUID.randomUUID().toString();
    }

    /** Where one worker alone serves what the whole stage serves at {@code address}. */
    public static String addressOf(String address, String worker) {
        return address + "/" + worker;
    }

    /** Listens to the workers of all processes and asks them to announce themselves. */
    public Future<Void> start() {
        consumers.add(vertx.eventBus().<JsonObject>consumer(StageAddresses.CREDITS, m -> heardOfOthers(m.body())));
        consumers.add(vertx.eventBus().consumer(StageAddresses.CREDITS_ASKED, m -> announceOwn()));
        timer = vertx.setPeriodic(HEARTBEAT.toMillis(), t -> {
            own.values().forEach(this::heard);
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

    /** A worker of this process takes {@code credits} requests at once, from now on, at its own addresses. */
    public void announce(Stage stage, String worker, int credits) {
        JsonObject announcement = new JsonObject()
                .put("stage", stage.key())
                .put("instance", worker)
                .put("credits", credits);
        own.put(worker, announcement);
        heard(announcement);
        vertx.eventBus().publish(StageAddresses.CREDITS, announcement);
    }

    /** The worker stops, once it has answered what it has; told to all so that nobody sends to it any more. */
    public void withdraw(String worker) {
        JsonObject announcement = own.remove(worker);
        if (announcement != null) {
            JsonObject last = announcement.copy().put("credits", 0);
            heard(last);
            vertx.eventBus().publish(StageAddresses.CREDITS, last);
        }
    }

    /** Requests that the workers of a stage take at once, all processes together; 0 when there is none. */
    public int credits(Stage stage) {
        return creditsOfWorkers(stage).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The same by worker. */
    Map<String, Integer> creditsOfWorkers(Stage stage) {
        return workers.entrySet().stream()
                .filter(w -> w.getValue().stage() == stage)
                .collect(Collectors.toMap(Map.Entry::getKey, w -> w.getValue().credits()));
    }

    /** Completes once a worker of the stage is there; never, when none comes. */
    public Future<Void> present(Stage stage) {
        Promise<Void> present = Promise.promise();
        Runnable look = () -> {
            if (credits(stage) > 0) {
                present.tryComplete();
            }
        };
        listeners.add(look);
        look.run();
        return present.future().onComplete(v -> listeners.remove(look));
    }

    /** The senders of this process to a stage, to be measured. */
    public List<CreditedSender> senders(Stage stage) {
        return senders.stream().filter(sender -> sender.stage() == stage).toList();
    }

    /** The sender hears of every change, on some thread; it must not block. */
    void add(CreditedSender sender) {
        senders.add(sender);
    }

    /** Nobody serves the worker's addresses any more. */
    void gone(String worker) {
        if (workers.remove(worker) != null) {
            senders.forEach(sender -> sender.lost(worker));
            changed();
        }
    }

    private void announceOwn() {
        own.values().forEach(a -> vertx.eventBus().publish(StageAddresses.CREDITS, a));
    }

    /** Of our own we know already; the echo may come after one was found gone, and would call it back. */
    private void heardOfOthers(JsonObject body) {
        if (!own.containsKey(body.getString("instance"))) {
            heard(body);
        }
    }

    private void heard(JsonObject body) {
        String worker = body.getString("instance");
        int credits = body.getInteger("credits");
        if (credits == 0) {
            workers.remove(worker);
        } else {
            Stage stage = Stage.ofKey(body.getString("stage"));
            workers.put(worker, new Announcement(stage, credits, System.nanoTime()));
        }
        changed();
    }

    private void changed() {
        senders.forEach(CreditedSender::sendWaiting);
        listeners.forEach(Runnable::run);
    }

    /** Our own are not silent, only late: what was sent to them may still be in their hands. */
    private void forgetSilent() {
        long oldest = System.nanoTime() - FORGET.toNanos();
        workers.forEach((worker, heard) -> {
            if (heard.seenNanos() - oldest < 0 && !own.containsKey(worker)) {
                gone(worker);
            }
        });
    }
}
