package io.patchrank.api.bus;

import io.patchrank.api.picture.PixelSize;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answer of {@link Addresses#SEARCH}.
 *
 * @param hits best first
 * @param partial true when the deadline ended before the whole shortlist was re-ranked
 * @param scored candidates that were re-ranked
 * @param shortlist candidates that were to be re-ranked
 * @param rerank the re-ranker used
 * @param model fingerprint of the model
 * @param querySize of the upright original of the query, cropped or not; empty when it was not decoded
 * @param timings milliseconds by step: decode, extract, search, rerank, its parts rerank.read and rerank.score, total
 */
public record SearchReply(
        List<Hit> hits,
        boolean partial,
        int scored,
        int shortlist,
        String rerank,
        String model,
        Optional<PixelSize> querySize,
        Map<String, Double> timings) {
    private static final String QUERY_WIDTH = "queryWidth";
    private static final String QUERY_HEIGHT = "queryHeight";

    public SearchReply {
        hits = List.copyOf(hits);
    }

    public JsonObject toJson() {
        JsonArray list = new JsonArray();
        hits.forEach(h -> list.add(h.toJson()));
        JsonObject body = new JsonObject()
                .put("hits", list)
                .put("partial", partial)
                .put("scored", scored)
                .put("shortlist", shortlist)
                .put("rerank", rerank)
                .put("model", model);
        PixelSizes.write(body, querySize, QUERY_WIDTH, QUERY_HEIGHT);
        TimingsJson.write(body, timings);
        return body;
    }

    public static SearchReply fromJson(JsonObject body) {
        List<Hit> hits = body.getJsonArray("hits").stream()
                .map(o -> Hit.fromJson((JsonObject) o))
                .toList();
        return new SearchReply(
                hits,
                body.getBoolean("partial"),
                body.getInteger("scored"),
                body.getInteger("shortlist"),
                body.getString("rerank"),
                body.getString("model"),
                PixelSizes.read(body, QUERY_WIDTH, QUERY_HEIGHT),
                TimingsJson.read(body));
    }
}
