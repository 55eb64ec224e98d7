package io.patchrank.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * A server-sent event as it goes over the wire, for one stream or many.
 *
 * @param frame its bytes; never changed
 */
public record ServerEvent(Buffer frame) {
    public static ServerEvent of(String name, JsonObject data) {
        return of(name, data.toBuffer());
    }

    /** @param data one line of JSON */
    public static ServerEvent of(String name, Buffer data) {
        return new ServerEvent(
                Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(data).appendString("\n\n"));
    }
}
