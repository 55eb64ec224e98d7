package io.patchrank.pipeline.flow;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.trace.RequestId;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that a stage serves. Each message is answered exactly once: with the handler's value, or with a typed
 * failure, also when the handler throws. Every request has an id from here on, if it came without.
 */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final Vertx vertx;
    private final Stage stage;
    private final String worker;
    private final StageObserver observer;
    private final Gate gate;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    /** @param worker name under which this stage also has each address for itself, see {@link CreditBoard#addressOf} */
    public Endpoints(Vertx vertx, Stage stage, String worker, StageObserver observer) {
        this.vertx = vertx;
        this.stage = stage;
        this.worker = worker;
        this.observer = observer;
        this.gate = new Gate(stage.key());
    }

    /** Serves an address on the caller's event loop; the future completes when every node of the bus knows it. */
    public <Q, R> Future<Void> serve(String address, Function<Q, Future<R>> handler) {
        return Future.all(
                        consume(address, address, handler),
                        consume(CreditBoard.addressOf(address, worker), address, handler))
                .mapEmpty();
    }

    /**
     * Serves what is meant for this stage alone, see {@link CreditBoard#addressOf}.
     *
     * @return where
     */
    public <Q, R> Future<String> serveOwn(String address, Function<Q, Future<R>> handler) {
        String own = CreditBoard.addressOf(address, worker);
        return consume(own, address, handler).map(own);
    }

    /** As {@link #serve}, for addresses that anybody may send to: a body that is no JSON object is refused. */
    public <R> Future<Void> serveJson(String address, Function<JsonObject, Future<R>> handler) {
        return consume(address, address, body -> {
            if (body instanceof JsonObject object) {
                return handler.apply(object);
            }
            throw JsonFields.bad("body", "expected a JSON object");
        });
    }

    private <Q, R> Future<Void> consume(String at, String address, Function<Q, Future<R>> handler) {
        MessageConsumer<Q> consumer = vertx.eventBus().consumer(at);
        consumers.add(consumer);
        consumer.handler(message -> answer(message, address, handler));
        return consumer.completion();
    }

    private <Q, R> void answer(Message<Q> message, String address, Function<Q, Future<R>> handler) {
        long start = System.nanoTime();
        String id = RequestId.current().orElseGet(Endpoints::newId);
        gate.pass(() -> handler.apply(message.body())).onComplete(result -> {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            // On a worker's thread that may serve others too.
            RequestId.during(List.of(id), () -> ended(address, result, took));
            if (result.succeeded()) {
                message.reply(result.result());
            } else {
                Failures.reply(message, result.cause());
            }
        });
    }

    private static String newId() {
        String id = RequestId.make();
        Context context = Vertx.currentContext();
        if (context != null) {
            RequestId.set(context, id);
        }
        return id;
    }

    private void ended(String address, AsyncResult<?> result, Duration took) {
        Optional<PatchrankException> failure =
                Optional.ofNullable(result.cause()).map(Failures::typed);
        if (failure.isPresent() && failure.get().code() == ErrorCode.INTERNAL) {
            LOG.error("{} failed", address, result.cause());
        } else if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} in {} ms",
                    address,
                    failure.map(f -> "failed (" + f.getMessage() + ")").orElse("answered"),
                    took.toMillis());
        }
        observer.answered(
                new StageObserver.Answer(stage, address, Optional.ofNullable(result.result()), failure, took));
    }

    /** For work that no message asked for: {@link #close} waits for it, too. */
    public Gate gate() {
        return gate;
    }

    /** Takes no more messages, then waits for those being answered. */
    public Future<Void> close() {
        List<Future<Void>> unregistered =
                consumers.stream().map(MessageConsumer::unregister).toList();
        return Future.join(unregistered).eventually(gate::close).mapEmpty();
    }
}
