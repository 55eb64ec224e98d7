package io.patchrank.pipeline.health;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.pipeline.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.List;

/** What a process tells those who run it: ready, alive, and its metrics. Thread-safe. */
public final class Operations implements Shareable {
    private static final String SHARED = "patchrank.operations";

    private final Vertx vertx;
    private final StageStates stages;
    private final List<Condition> conditions;
    private final EventLoops loops;
    private final Metrics metrics;
    private volatile boolean stopping;
    private volatile Readiness last;

    public Operations(Vertx vertx, StageStates stages, List<Condition> conditions, EventLoops loops, Metrics metrics) {
        this.vertx = vertx;
        this.stages = stages;
        this.conditions = List.copyOf(conditions);
        this.loops = loops;
        this.metrics = metrics;
        this.last = new Readiness(stages.all(), List.of("it has not started yet"));
        vertx.sharedData().<String, Operations>getLocalMap(SHARED).put(SHARED, this);
        metrics.flag("patchrank.ready", "Whether the process is ready for requests", () -> last.ready());
    }

    /** Those of the process whose bus this is, for whoever serves them. */
    public static Operations of(Vertx vertx) {
        Operations own =
                vertx.sharedData().<String, Operations>getLocalMap(SHARED).get(SHARED);
        if (own == null) {
            throw new IllegalStateException("no patchrank runs on this Vert.x");
        }
        return own;
    }

    /** Serves {@link Addresses#READINESS}: each process of the bus does, and one of them answers. */
    public Future<Void> serve() {
        MessageConsumer<Object> consumer = vertx.eventBus().consumer(Addresses.READINESS);
        consumer.handler(this::answer);
        return consumer.completion();
    }

    private void answer(Message<Object> message) {
        if (message.body() instanceof JsonObject body && body.isEmpty()) {
            readiness().onComplete(now -> message.reply(now.toJson()), failure -> Failures.reply(message, failure));
        } else {
            Failures.reply(message, JsonFields.bad("body", "expected an empty JSON object"));
        }
    }

    /** From now on it is not ready, so that nothing new is sent to it. */
    public void stop() {
        stopping = true;
    }

    /** Whether requests should be sent to this process. Any thread. */
    public Future<Readiness> readiness() {
        return vertx.executeBlocking(this::problems, false).map(this::readiness).onSuccess(now -> last = now);
    }

    private List<String> problems() {
        return conditions.stream()
                .flatMap(condition -> condition.problems().stream())
                .toList();
    }

    private Readiness readiness(List<String> problems) {
        List<Readiness.StageState> states = stages.all();
        List<String> reasons = new ArrayList<>();
        if (stopping) {
            reasons.add("it is stopping");
        }
        states.forEach(stage -> stage.reason().ifPresent(why -> reasons.add("stage " + stage.name() + ": " + why)));
        reasons.addAll(problems);
        reasons.addAll(loops.blocked());
        return new Readiness(states, reasons);
    }

    /** Why the process should be restarted; empty when it lives. Any thread. */
    public List<String> blocked() {
        return loops.blocked();
    }

    /** In the form of {@link Metrics#CONTENT_TYPE}. Any thread. */
    public Future<String> metrics() {
        return readiness().transform(ready -> metrics.scrape());
    }
}
