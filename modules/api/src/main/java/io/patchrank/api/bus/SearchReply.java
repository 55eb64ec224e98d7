package io.patchrank.api.bus;

import io.patchrank.api.picture.PixelSize;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
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
 * @param timings milliseconds by step: decode, extract, search, rerank, total
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
    public SearchReply {
        hits = List.copyOf(hits);
    }

    public JsonObject toJson() {
        JsonArray list = new JsonArray();
        hits.forEach(h -> list.add(h.toJson()));
        JsonObject times = new JsonObject();
        timings.forEach(times::put);
        JsonObject body = new JsonObject()
                .put("hits", list)
                .put("partial", partial)
                .put("scored", scored)
                .put("shortlist", shortlist)
                .put("rerank", rerank)
                .put("model", model);
        querySize.ifPresent(size -> body.put("queryWidth", size.width()).put("queryHeight", size.height()));
        return body.put("timingsMs", times);
    }

    public static SearchReply fromJson(JsonObject body) {
        Map<String, Double> timings = new LinkedHashMap<>();
        body.getJsonObject("timingsMs", new JsonObject())
                .forEach(e -> timings.put(e.getKey(), ((Number) e.getValue()).doubleValue()));
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
                PixelSizes.read(body, "queryWidth", "queryHeight"),
                timings);
    }
}
