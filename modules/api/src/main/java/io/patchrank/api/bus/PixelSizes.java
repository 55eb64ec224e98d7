package io.patchrank.api.bus;

import io.patchrank.api.picture.PixelSize;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Sizes in JSON: two fields, both there or none. */
final class PixelSizes {
    private PixelSizes() {}

    static Optional<PixelSize> read(JsonObject body, String width, String height) {
        return body.containsKey(width)
                ? Optional.of(new PixelSize(body.getInteger(width), body.getInteger(height)))
                : Optional.empty();
    }
}
