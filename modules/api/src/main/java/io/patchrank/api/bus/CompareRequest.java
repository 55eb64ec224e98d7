package io.patchrank.api.bus;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Body of {@link Addresses#COMPARE}. Empty options take the server's configured defaults.
 *
 * @param threshold cosine that a match must exceed, 0 to 1
 * @param maps whether attention and colour maps are wanted
 * @param picture how both images are to be drawn with their matches; empty for no drawing
 * @param deadline when it ends, the comparison fails
 */
public record CompareRequest(
        CompareSide query,
        CompareSide other,
        Optional<Double> threshold,
        boolean maps,
        Optional<MatchPictureOptions> picture,
        Optional<Duration> deadline) {
    public CompareRequest {
        threshold.ifPresent(t -> {
            if (!(t >= 0 && t <= 1)) {
                throw JsonFields.bad("threshold", "expected a cosine of 0 to 1, got " + t);
            }
        });
    }

    /** A comparison with all defaults. */
    public static CompareRequest of(CompareSide query, CompareSide other) {
        return new CompareRequest(query, other, Optional.empty(), true, Optional.empty(), Optional.empty());
    }

    public static CompareRequest fromJson(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        CompareRequest request = new CompareRequest(
                CompareSide.read(fields, "query"),
                CompareSide.read(fields, "other"),
                fields.optional("threshold", Number.class).map(Number::doubleValue),
                fields.flag("maps", true),
                picture(fields),
                fields.millis("deadlineMs"));
        fields.refuseUnknown();
        return request;
    }

    private static Optional<MatchPictureOptions> picture(JsonFields fields) {
        boolean wanted = fields.flag("picture", false);
        Optional<MatchPictureOptions> options =
                fields.optional("pictureOptions", JsonObject.class).map(MatchPictureOptions::fromJson);
        if (!wanted && options.isPresent()) {
            throw JsonFields.bad("pictureOptions", "they say how to draw; ask for the drawing with picture: true");
        }
        return wanted ? Optional.of(options.orElse(MatchPictureOptions.DEFAULTS)) : Optional.empty();
    }

    public JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("query", query.toJson())
                .put("other", other.toJson())
                .put("maps", maps);
        threshold.ifPresent(t -> body.put("threshold", t));
        picture.ifPresent(p -> body.put("picture", true).put("pictureOptions", p.toJson()));
        deadline.ifPresent(d -> body.put("deadlineMs", d.toMillis()));
        return body;
    }
}
