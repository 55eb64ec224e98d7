package io.patchrank.api.bus;

import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.json.JsonObject;

/**
 * A match of a {@link Comparison}.
 *
 * @param patches with places as fractions of the whole upright images
 * @param inlier whether it agrees with the common geometry of both images
 */
public record Match(PatchMatch patches, boolean inlier) {
    /** Cosine of both descriptors. */
    public double strength() {
        return patches.strength();
    }

    JsonObject toJson() {
        return ExplanationJson.match(patches).put("inlier", inlier);
    }

    static Match fromJson(JsonObject body) {
        return new Match(ExplanationJson.readMatch(body), body.getBoolean("inlier"));
    }
}
