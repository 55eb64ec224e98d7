package io.patchrank.web.http;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
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
                    if (call.isOver()) {
                        throw new PatchrankException(ErrorCode.CANCELLED, "body", "the caller went away");
                    }
                    return request.put("image", text);
                });
    }
}
