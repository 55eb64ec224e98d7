package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.eventbus.bridge.tcp.BridgeEvent;
import java.util.Optional;

/**
 * Looks at each frame before a TCP bridge acts on it. What is refused is answered here with a typed failure that names
 * its request. Event loop.
 */
final class BridgeGate implements Handler<BridgeEvent> {
    /** Replies to messages that the bridge has delivered; it knows which those are. */
    private static final String REPLIES = "__vertx.reply.";

    private final Vertx vertx;
    private final Permitted permitted;
    private final Optional<Credential> credential;
    private final boolean trusted;

    /**
     * @param credential that every frame must carry, if any
     * @param trusted whether callers may name any file
     */
    BridgeGate(Vertx vertx, Permitted permitted, Optional<Credential> credential, boolean trusted) {
        this.vertx = vertx;
        this.permitted = permitted;
        this.credential = credential;
        this.trusted = trusted;
    }

    @Override
    public void handle(BridgeEvent event) {
        JsonObject frame = event.getRawMessage();
        if (frame == null || !asksForSomething(event.type())) {
            event.complete(true);
            return;
        }
        admit(event.type(), frame)
                .onComplete(admitted -> event.complete(true), failure -> refuse(event, frame, failure));
    }

    private static boolean asksForSomething(BridgeEventType type) {
        return type == BridgeEventType.SEND
                || type == BridgeEventType.PUBLISH
                || type == BridgeEventType.REGISTER
                || type == BridgeEventType.UNREGISTER;
    }

    private Future<Void> admit(BridgeEventType type, JsonObject frame) {
        if (credential.isPresent() && !credential.get().takenFrom(frame)) {
            return Future.failedFuture(new PatchrankException(
                    ErrorCode.UNAUTHORIZED, credential.get().header(), "this header of the frame is missing or wrong"));
        }
        String address = String.valueOf(frame.getValue("address", ""));
        boolean allowed =
                switch (type) {
                    case SEND -> permitted.inbound(address) || address.startsWith(REPLIES);
                    case REGISTER, UNREGISTER -> Permitted.outbound(address);
                    default -> false;
                };
        if (!allowed) {
            return Future.failedFuture(new PatchrankException(
                    ErrorCode.FORBIDDEN, address, "this bridge does not reach it; see bus.bridge.addresses"));
        }
        return trusted || !(frame.getValue("body") instanceof JsonObject body)
                ? Future.succeededFuture()
                : Permitted.admitPaths(vertx, address, body);
    }

    /** The event stays without an answer: the bridge's own would name no request. */
    private static void refuse(BridgeEvent event, JsonObject frame, Throwable failure) {
        String replyAddress = frame.getValue("replyAddress") instanceof String text ? text : "";
        event.socket().write(ErrorFrame.of(Failures.typed(failure), replyAddress));
    }
}
