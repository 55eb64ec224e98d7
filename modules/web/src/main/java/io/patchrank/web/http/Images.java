package io.patchrank.web.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** Puts uploaded files into requests of the bus. */
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
}
