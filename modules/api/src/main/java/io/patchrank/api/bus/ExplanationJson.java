package io.patchrank.api.bus;

import io.patchrank.api.picture.ColourScale;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The JSON form of an {@link Explanation}: {@code {"formula", "matches": [{"query", "other", "strength", "colour"}]}}. */
public final class ExplanationJson {
    private ExplanationJson() {}

    public static JsonObject write(Explanation explanation) {
        JsonArray matches = new JsonArray();
        explanation.matches().forEach(match -> matches.add(match(match)));
        return new JsonObject().put("formula", explanation.formula()).put("matches", matches);
    }

    /** One match; the colour follows from the strength. */
    public static JsonObject match(PatchMatch match) {
        return new JsonObject()
                .put("query", point(match.queryX(), match.queryY()))
                .put("other", point(match.otherX(), match.otherY()))
                .put("strength", match.strength())
                .put("colour", ColourScale.hex(match.strength()));
    }

    private static JsonArray point(float x, float y) {
        return new JsonArray().add(x).add(y);
    }

    public static Explanation read(JsonObject body) {
        List<PatchMatch> matches = body.getJsonArray("matches").stream()
                .map(match -> readMatch((JsonObject) match))
                .toList();
        return new Explanation(body.getString("formula"), matches);
    }

    /** Reads {@link #match}. */
    static PatchMatch readMatch(JsonObject match) {
        JsonArray query = match.getJsonArray("query");
        JsonArray other = match.getJsonArray("other");
        return new PatchMatch(
                query.getFloat(0), query.getFloat(1), other.getFloat(0), other.getFloat(1), match.getFloat("strength"));
    }
}
