package io.patchrank.api.bus;

import io.patchrank.api.picture.PixelSize;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Sizes in JSON: two fields, both there or none. */
final class PixelSizes {
    private PixelSizes() {}

    static void write(JsonObject body, Optional<PixelSize> size, String width, String height) {
        size.ifPresent(s -> body.put(width, s.width()).put(height, s.height()));
    }

    static Optional<PixelSize> read(JsonObject body, String width, String height) {
        return body.containsKey(width)
                ? Optional.of(new PixelSize(body.getInteger(width), body.getInteger(height)))
                : Optional.empty();
    }
}
