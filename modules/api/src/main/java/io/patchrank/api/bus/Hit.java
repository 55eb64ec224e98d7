package io.patchrank.api.bus;

import io.patchrank.api.ImageId;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.api.rerank.Explanation;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One image of an answer.
 *
 * @param source path or name under which the image came in
 * @param score final score that the list is ordered by
 * @param similarity cosine of the global descriptors
 * @param rerankScore the re-ranker's own raw score; empty beyond the shortlist or when the deadline came first
 * @param matches matched patches behind {@code rerankScore}
 * @param rankBefore place in the global ranking, from 1
 * @param rank place in this answer, from 1
 * @param size of the upright image; empty when the catalogue does not know it
 * @param explanation how the score came about, when that was asked for
 */
public record Hit(
        ImageId id,
        String source,
        JsonObject metadata,
        double score,
        double similarity,
        Optional<Double> rerankScore,
        int matches,
        int rankBefore,
        int rank,
        Optional<PixelSize> size,
        Optional<Explanation> explanation) {
    public JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("rank", rank)
                .put("rankBefore", rankBefore)
                .put("id", id.value())
                .put("source", source)
                .put("score", score)
                .put("similarity", similarity);
        rerankScore.ifPresent(s -> body.put("rerankScore", s).put("matches", matches));
        PixelSizes.write(body, size, "width", "height");
        explanation.ifPresent(e -> body.put("explanation", ExplanationJson.write(e)));
        return body.put("metadata", metadata);
    }

    public static Hit fromJson(JsonObject body) {
        return new Hit(
                new ImageId(body.getString("id")),
                body.getString("source"),
                body.getJsonObject("metadata", new JsonObject()),
                body.getDouble("score"),
                body.getDouble("similarity"),
                Optional.ofNullable(body.getDouble("rerankScore")),
                body.getInteger("matches", 0),
                body.getInteger("rankBefore"),
                body.getInteger("rank"),
                PixelSizes.read(body, "width", "height"),
                Optional.ofNullable(body.getJsonObject("explanation")).map(ExplanationJson::read));
    }
}
