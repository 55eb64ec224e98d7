package io.patchrank.web.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** Images in messages of the bus, which are Base64 there. The work is done on worker threads. */
public final class Images {
    private Images() {}

    /** The request with the bytes of the upload in {@code image}; fails with {@code CANCELLED} when the caller has gone. */
    public static Future<JsonObject> into(JsonObject request, Upload upload, Call call) {
        return call.context()
                .vertx()
                .executeBlocking(
                        () -> Base64.getEncoder().encodeToString(upload.bytes().getBytes()), false)
                .map(text -> {
                    call.requireCaller();
                    return request.put("image", text);
                });
    }

    /** The bytes of an image that the bus has answered with. */
    public static Future<Buffer> outOf(JsonObject answer, String field, Call call) {
        return call.context()
                .vertx()
                .executeBlocking(() -> Buffer.buffer(Base64.getDecoder().decode(answer.getString(field))), false);
    }
}
