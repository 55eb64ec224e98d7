package io.patchrank.testkit.crash;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.Shortlist;
import io.patchrank.pipeline.message.ShortlistRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * All that a gallery answers, once it has nothing more to do.
 *
 * @param rows every row that is not removed
 * @param found scores of each query of {@link #QUERIES} by file name
 */
public record Snapshot(List<Row> rows, List<Map<String, Double>> found) {
    /** Seeds of the descriptors that are searched for. */
    static final List<Long> QUERIES = List.of(1L, 2L, 3L);

    private static final int PAGE = 1000;

    /**
     * @param features digest of all bits of descriptor and local descriptors; empty when it is not indexed
     */
    public record Row(String file, String state, String sha256, String features) {}

    public static Snapshot of(Patchrank app) {
        while (ask(app, Addresses.GALLERY_STATUS, new JsonObject()).getInteger("pending") > 0) {
            pause();
        }
        List<Row> rows = new ArrayList<>();
        JsonArray images = ask(app, Addresses.GALLERY_LIST, new JsonObject().put("limit", PAGE))
                .getJsonArray("images");
        for (Object image : images) {
            rows.add(row(app, (JsonObject) image));
        }
        return new Snapshot(
                rows, QUERIES.stream().map(query -> search(app, query)).toList());
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Row row(Patchrank app, JsonObject image) {
        String state = image.getString("state");
        return new Row(
                fileName(image.getString("source")),
                state,
                image.getString("sha256", ""),
                state.equals("INDEXED") ? features(app, image.getString("id")) : "");
    }

    private static String fileName(String source) {
        return Path.of(source).getFileName().toString();
    }

    private static String features(Patchrank app, String id) {
        IndexedImage indexed = request(app, StageAddresses.INDEXED, id);
        LocalsReply locals = request(
                app,
                StageAddresses.READ_LOCALS,
                new ReadRequest(List.of(indexed.features()), Integer.MAX_VALUE, LocalsForm.DESCRIPTORS));
        LocalDescriptors patches = locals.locals().getFirst();
        MessageDigest digest = sha256();
        for (float[] part :
                List.of(indexed.descriptor(), patches.x(), patches.y(), patches.weight(), patches.values())) {
            ByteBuffer bytes = ByteBuffer.allocate(part.length * Float.BYTES);
            bytes.asFloatBuffer().put(part);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static Map<String, Double> search(Patchrank app, long query) {
        Shortlist found =
                request(app, StageAddresses.SHORTLIST, new ShortlistRequest(descriptor(query), PAGE, new JsonObject()));
        Map<String, Double> scores = new TreeMap<>();
        found.neighbours().forEach(hit -> scores.put(fileName(hit.image().source()), (double) hit.similarity()));
        return scores;
    }

    /** Of unit length, as the extractor's are. */
    private static float[] descriptor(long query) {
        SplittableRandom random = new SplittableRandom(query);
        double[] values = random.doubles(new ColourGridExtractor().model().globalDimension())
                .toArray();
        double length = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return unit;
    }

    private static JsonObject ask(Patchrank app, String address, JsonObject body) {
        return app.client().request(address, body).join();
    }

    private static <R> R request(Patchrank app, String address, Object body) {
        return app.vertx().eventBus().<R>request(address, body).await().body();
    }

    JsonObject toJson() {
        JsonArray all = new JsonArray();
        rows.forEach(r -> all.add(new JsonArray(List.of(r.file(), r.state(), r.sha256(), r.features()))));
        JsonArray scores = new JsonArray();
        found.forEach(query -> scores.add(new JsonObject(new TreeMap<>(query))));
        return new JsonObject().put("rows", all).put("found", scores);
    }

    static Snapshot fromJson(JsonObject json) {
        List<Row> rows = json.getJsonArray("rows").stream()
                .map(JsonArray.class::cast)
                .map(r -> new Row(r.getString(0), r.getString(1), r.getString(2), r.getString(3)))
                .toList();
        List<Map<String, Double>> found = new ArrayList<>();
        for (Object query : json.getJsonArray("found")) {
            Map<String, Double> scores = new TreeMap<>();
            ((JsonObject) query)
                    .forEach(entry -> scores.put(entry.getKey(), ((Number) entry.getValue()).doubleValue()));
            found.add(scores);
        }
        return new Snapshot(rows, found);
    }
}
