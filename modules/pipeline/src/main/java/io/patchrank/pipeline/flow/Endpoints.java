package io.patchrank.pipeline.flow;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that a stage serves. Each message is answered exactly once: with the handler's value, or with a typed
 * failure, also when the handler throws.
 */
public final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final Vertx vertx;
    private final Gate gate;
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    public Endpoints(Vertx vertx, String owner) {
        this.vertx = vertx;
        this.gate = new Gate(owner);
    }

    /** Serves an address on the caller's event loop; the future completes when every node of the bus knows it. */
    public <Q, R> Future<Void> serve(String address, Function<Q, Future<R>> handler) {
        MessageConsumer<Q> consumer = vertx.eventBus().consumer(address);
        consumers.add(consumer);
        consumer.handler(message -> answer(message, handler));
        return consumer.completion();
    }

    /** As {@link #serve}, for addresses that anybody may send to: a body that is no JSON object is refused. */
    public <R> Future<Void> serveJson(String address, Function<JsonObject, Future<R>> handler) {
        return serve(address, body -> {
            if (body instanceof JsonObject object) {
                return handler.apply(object);
            }
            throw JsonFields.bad("body", "expected a JSON object");
        });
    }

    private <Q, R> void answer(Message<Q> message, Function<Q, Future<R>> handler) {
        gate.pass(() -> handler.apply(message.body())).onComplete(message::reply, failure -> {
            if (Failures.typed(failure).code() == ErrorCode.INTERNAL) {
                LOG.error("{} failed", message.address(), failure);
            }
            Failures.reply(message, failure);
        });
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
