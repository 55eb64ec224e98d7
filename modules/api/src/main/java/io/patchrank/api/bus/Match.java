package io.patchrank.api.bus;

import io.patchrank.api.picture.ColourScale;
import io.patchrank.api.picture.ImagePoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Two patches that are each other's nearest.
 *
 * @param query centre of the query's patch
 * @param other centre of the other image's patch
 * @param strength cosine of both descriptors
 * @param inlier whether it agrees with the common geometry of both images; empty where that was not looked for
 */
public record Match(ImagePoint query, ImagePoint other, double strength, Optional<Boolean> inlier) {
    public JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("query", pointJson(query))
                .put("other", pointJson(other))
                .put("strength", strength);
        inlier.ifPresent(i -> body.put("inlier", i));
        return body.put("colour", ColourScale.hex(strength));
    }

    public static Match fromJson(JsonObject body) {
        return new Match(
                point(body.getJsonArray("query")),
                point(body.getJsonArray("other")),
                body.getDouble("strength"),
                Optional.ofNullable(body.getBoolean("inlier")));
    }

    static JsonArray pointJson(ImagePoint point) {
        return new JsonArray().add(point.x()).add(point.y());
    }

    static ImagePoint point(JsonArray coordinates) {
        return new ImagePoint(coordinates.getDouble(0), coordinates.getDouble(1));
    }
}
