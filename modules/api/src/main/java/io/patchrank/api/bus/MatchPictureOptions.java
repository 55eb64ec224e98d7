package io.patchrank.api.bus;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How two images are drawn with their matches.
 *
 * @param lines matches drawn at most, the strongest
 * @param inliersOnly whether matches that do not agree with the common geometry are left out
 * @param queryName caption of the query; empty for its path, or what its gallery row says
 * @param otherName caption of the other image, likewise
 */
public record MatchPictureOptions(
        int lines, boolean inliersOnly, Format format, Optional<String> queryName, Optional<String> otherName) {
    /** Enough to see where they go, few enough to see each. */
    public static final MatchPictureOptions DEFAULTS =
            new MatchPictureOptions(100, false, Format.PNG, Optional.empty(), Optional.empty());

    /** How the drawing is written. */
    public enum Format {
        PNG,
        JPEG;

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Format ofKey(String key) {
            return Arrays.stream(values())
                    .filter(format -> format.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> JsonFields.bad("format", "expected png or jpeg, got " + key));
        }
    }

    public MatchPictureOptions {
        if (lines < 1) {
            throw JsonFields.bad("lines", "draw at least one, got " + lines);
        }
    }

    static MatchPictureOptions fromJson(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        MatchPictureOptions options = new MatchPictureOptions(
                fields.positive("lines").orElse(DEFAULTS.lines()),
                fields.flag("inliersOnly", DEFAULTS.inliersOnly()),
                fields.optional("format", String.class).map(Format::ofKey).orElse(DEFAULTS.format()),
                fields.optional("queryName", String.class),
                fields.optional("otherName", String.class));
        fields.refuseUnknown();
        return options;
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("lines", lines)
                .put("inliersOnly", inliersOnly)
                .put("format", format.key());
        queryName.ifPresent(name -> body.put("queryName", name));
        otherName.ifPresent(name -> body.put("otherName", name));
        return body;
    }
}
