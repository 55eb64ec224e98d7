package io.patchrank.api.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answer of {@link Addresses#COMPARE}.
 *
 * @param similarity cosine of the global descriptors
 * @param matches strongest first
 * @param homography nine values, row by row: pixels of the query to pixels of the other; empty where too few matches
 *     agree on one, or on one that no camera makes
 * @param model fingerprint of the model that described both
 * @param timings milliseconds by step, both images together; total is the time that passed
 * @param picture the drawing that was asked for, an image file
 */
public record Comparison(
        ComparedSide query,
        ComparedSide other,
        double similarity,
        List<Match> matches,
        Optional<List<Double>> homography,
        String model,
        Map<String, Double> timings,
        Optional<byte[]> picture) {
    public Comparison {
        matches = List.copyOf(matches);
        homography = homography.map(List::copyOf);
    }

    /** The same with what is known at the end. */
    public Comparison finished(Map<String, Double> timings, Optional<byte[]> picture) {
        return new Comparison(query, other, similarity, matches, homography, model, timings, picture);
    }

    /** Matches that agree with the common geometry. */
    public int inlierCount() {
        return (int) matches.stream().filter(Match::inlier).count();
    }

    public JsonObject toJson() {
        JsonArray list = new JsonArray();
        matches.forEach(m -> list.add(m.toJson()));
        JsonObject body = new JsonObject()
                .put("query", query.toJson())
                .put("other", other.toJson())
                .put("similarity", similarity)
                .put("matches", list)
                .put("matchCount", matches.size())
                .put("inlierCount", inlierCount());
        homography.ifPresent(h -> body.put("homography", new JsonArray(h)));
        body.put("model", model);
        TimingsJson.write(body, timings);
        picture.ifPresent(bytes -> body.put("picture", Base64.getEncoder().encodeToString(bytes)));
        return body;
    }

    public static Comparison fromJson(JsonObject body) {
        return new Comparison(
                ComparedSide.fromJson(body.getJsonObject("query")),
                ComparedSide.fromJson(body.getJsonObject("other")),
                body.getDouble("similarity"),
                body.getJsonArray("matches").stream()
                        .map(m -> Match.fromJson((JsonObject) m))
                        .toList(),
                Optional.ofNullable(body.getJsonArray("homography"))
                        .map(h ->
                                h.stream().map(v -> ((Number) v).doubleValue()).toList()),
                body.getString("model"),
                TimingsJson.read(body),
                Optional.ofNullable(body.getString("picture")).map(Base64.getDecoder()::decode));
    }
}
