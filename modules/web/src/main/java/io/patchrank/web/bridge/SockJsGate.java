package io.patchrank.web.bridge;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at each frame before the bridge acts on it: whether its header {@code authorization} allows it, whether the
 * address may be reached, whether the files that it names may be shown. What is refused is answered here, with a typed
 * failure that names its request. Event loop.
 */
final class SockJsGate implements Handler<BridgeEvent> {
    private static final String AUTHORIZATION = "authorization";
    private static final Set<String> WRITES =
            Set.of(Addresses.GALLERY_PUT, Addresses.GALLERY_REMOVE, Addresses.GALLERY_COMPACT);
    private static final Set<BridgeEventType> ASKING =
            EnumSet.of(BridgeEventType.SEND, BridgeEventType.PUBLISH, BridgeEventType.REGISTER);

    private final Vertx vertx;
    private final Permitted permitted;
    private final Tokens tokens;

    SockJsGate(Vertx vertx, Permitted permitted, Tokens tokens) {
        this.vertx = vertx;
        this.permitted = permitted;
        this.tokens = tokens;
    }

    @Override
    public void handle(BridgeEvent event) {
        JsonObject frame = event.getRawMessage();
        if (frame == null || !ASKING.contains(event.type())) {
            event.complete(true);
            return;
        }
        Future<Void> admitted;
        try {
            admitted = admit(event.type(), frame);
        } catch (PatchrankException e) {
            admitted = Future.failedFuture(e);
        }
        admitted.onComplete(v -> event.complete(true), failure -> refuse(event, frame, failure));
    }

    private Future<Void> admit(BridgeEventType type, JsonObject frame) {
        String address = String.valueOf(frame.getValue("address", ""));
        tokens.require(WRITES.contains(address) ? Access.WRITE : Access.READ, token(frame));
        boolean reached =
                switch (type) {
                    case SEND -> permitted.inbound(address);
                    case REGISTER -> Permitted.outbound(address);
                    default -> false;
                };
        if (!reached) {
            throw new PatchrankException(
                    ErrorCode.FORBIDDEN, address, "this bridge does not reach it; see web.sockjs.addresses");
        }
        return frame.getValue("body") instanceof JsonObject body
                ? Permitted.admitPaths(vertx, address, body)
                : Future.succeededFuture();
    }

    /** Taken out of the frame: it goes no further. */
    private static Optional<String> token(JsonObject frame) {
        return frame.getValue("headers") instanceof JsonObject headers
                        && headers.remove(AUTHORIZATION) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The event stays without an answer: the bridge's own would name no request. */
    private static void refuse(BridgeEvent event, JsonObject frame, Throwable failure) {
        PatchrankException typed = Failures.typed(failure);
        Object replyAddress = frame.getValue("replyAddress");
        JsonObject error = new JsonObject()
                .put("type", "err")
                .put("address", replyAddress instanceof String text ? text : frame.getString("address", ""))
                .put("failureType", ReplyFailure.RECIPIENT_FAILURE.name())
                .put("failureCode", typed.code().busCode())
                .put("message", Failures.toJson(typed).encode());
        var unused = event.socket().write(error.toBuffer());
    }
}
