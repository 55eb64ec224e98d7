package io.patchrank.api.bus;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Comparison} says of one image.
 *
 * @param width of the upright original in pixels; 0 where it was never decoded
 * @param height of the upright original in pixels; 0 where it was never decoded
 * @param area what the network saw
 * @param grid patches of {@code area} that the maps show; empty without maps
 * @param kept patches that were compared, strongest first
 * @param attention heat map over {@code area}, a PNG with alpha
 * @param colours the first three principal components of the patches of both images, over {@code area}, a PNG
 * @param withoutMaps why there are no maps although they were wanted
 */
public record ComparedSide(
        int width,
        int height,
        ImageArea area,
        Optional<PatchGrid> grid,
        List<Kept> kept,
        Optional<byte[]> attention,
        Optional<byte[]> colours,
        Optional<PatchrankException> withoutMaps) {
    private static final String PNG = "data:image/png;base64,";

    /**
     * A patch whose descriptor is compared.
     *
     * @param at its centre
     * @param weight what it was selected by
     */
    public record Kept(ImagePoint at, double weight) {}

    public ComparedSide {
        kept = List.copyOf(kept);
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("width", width)
                .put("height", height)
                .put("area", new JsonArray(List.of(area.x(), area.y(), area.width(), area.height())));
        grid.ifPresent(
                g -> body.put("grid", new JsonObject().put("rows", g.height()).put("columns", g.width())));
        JsonArray patches = new JsonArray();
        kept.forEach(k -> patches.add(new JsonObject()
                .put("at", new JsonArray().add(k.at().x()).add(k.at().y()))
                .put("weight", k.weight())));
        body.put("kept", patches);
        attention.ifPresent(
                png -> body.put("attention", PNG + Base64.getEncoder().encodeToString(png)));
        colours.ifPresent(png -> body.put("colours", PNG + Base64.getEncoder().encodeToString(png)));
        withoutMaps.ifPresent(why -> body.put("withoutMaps", Failures.toJson(why)));
        return body;
    }

    static ComparedSide fromJson(JsonObject body) {
        JsonArray area = body.getJsonArray("area");
        return new ComparedSide(
                body.getInteger("width"),
                body.getInteger("height"),
                new ImageArea(area.getDouble(0), area.getDouble(1), area.getDouble(2), area.getDouble(3)),
                Optional.ofNullable(body.getJsonObject("grid"))
                        .map(g -> new PatchGrid(g.getInteger("rows"), g.getInteger("columns"))),
                body.getJsonArray("kept").stream()
                        .map(JsonObject.class::cast)
                        .map(ComparedSide::kept)
                        .toList(),
                png(body, "attention"),
                png(body, "colours"),
                Optional.ofNullable(body.getJsonObject("withoutMaps")).map(Failures::fromJson));
    }

    private static Kept kept(JsonObject body) {
        JsonArray at = body.getJsonArray("at");
        return new Kept(new ImagePoint(at.getDouble(0), at.getDouble(1)), body.getDouble("weight"));
    }

    private static Optional<byte[]> png(JsonObject body, String field) {
        return Optional.ofNullable(body.getString(field))
                .map(uri -> Base64.getDecoder().decode(uri.substring(PNG.length())));
    }
}
