package io.patchrank.pipeline.bridge;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A refusal as the TCP bridge writes failed replies: length and JSON. */
final class ErrorFrame {
    private ErrorFrame() {}

    /** @param replyAddress of the request; empty when it is not known */
    static Buffer of(PatchrankException failure, String replyAddress) {
        JsonObject frame = new JsonObject().put("type", "err");
        if (!replyAddress.isEmpty()) {
            frame.put("address", replyAddress);
        }
        Buffer content = frame.put("failureType", "RECIPIENT_FAILURE")
                .put("failureCode", failure.code().busCode())
                .put("message", Failures.toJson(failure).encode())
                .toBuffer();
        return Buffer.buffer().appendInt(content.length()).appendBuffer(content);
    }
}
