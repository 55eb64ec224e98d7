package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells right hits from wrong ones, where the ground truth knows the query: a gallery image, or an upload whose file
 * name stands in it once. Event loop.
 */
public final class TruthOfAnswers {
    private static final String KNOWN = "truth-of-query";

    private final Optional<GroundTruth> truth;
    private final List<Path> folders;

    private TruthOfAnswers(Optional<GroundTruth> truth, List<Path> folders) {
        this.truth = truth;
        this.folders = folders;
    }

    /**
     * Reads the groups file. Blocks.
     *
     * @param file empty for none: then answers stay as they are
     * @param folders where its images may lie
     */
    public static TruthOfAnswers read(String file, List<Path> folders) {
        Optional<GroundTruth> truth = file.isBlank() ? Optional.empty() : Optional.of(GroundTruth.read(file));
        return new TruthOfAnswers(
                truth, folders.stream().map(f -> f.toAbsolutePath().normalize()).toList());
    }

    /**
     * A query that the truth knows.
     *
     * @param right entries that may stand in its list and show the same
     * @param source of the query in the gallery; empty for an upload
     * @param indexed whether images of these sources are in the gallery, as far as was asked
     */
    private record Known(Set<String> right, Optional<String> source, Map<String, Future<Boolean>> indexed) {
        Known(Set<String> right, Optional<String> source) {
            this(right, source, new HashMap<>());
        }
    }

    /** The answer, with {@code correct} of each hit and {@code relevant}. Never fails for want of the truth. */
    Future<JsonObject> tell(Call call, JsonObject answer) {
        if (truth.isEmpty()) {
            return Future.succeededFuture(answer);
        }
        GroundTruth groups = truth.get();
        return known(call, groups).compose(known -> {
            if (known.isEmpty()) {
                return Future.succeededFuture(answer);
            }
            Set<String> right = known.get().right();
            Set<String> bases = bases(known.get(), groups);
            for (Object item : answer.getJsonArray("hits")) {
                JsonObject hit = (JsonObject) item;
                Optional<String> entry = groups.ofSource(hit.getString("source"));
                hit.put("correct", entry.filter(right::contains).isPresent());
                entry.ifPresent(e -> bases.add(base(hit.getString("source"), e)));
            }
            return relevant(call, known.get(), bases).map(count -> answer.put("relevant", count));
        });
    }

    /** Asked once for all partial answers of a query. */
    private static Future<Optional<Known>> known(Call call, GroundTruth groups) {
        Future<Optional<Known>> before = call.context().get(KNOWN);
        if (before != null) {
            return before;
        }
        Future<Optional<Known>> known = query(call, groups).otherwise(Optional.empty());
        call.context().put(KNOWN, known);
        return known;
    }

    private static Future<Optional<Known>> query(Call call, GroundTruth groups) {
        Upload upload = call.uploads().get("image");
        if (upload != null) {
            return Future.succeededFuture(
                    groups.ofFileName(upload.name()).map(entry -> new Known(groups.same(entry), Optional.empty())));
        }
        JsonObject body = call.body();
        if (body.containsKey("id")) {
            JsonObject id = new JsonObject().put("id", body.getString("id"));
            return call.ask(Addresses.GALLERY_GET, id).map(row -> inGallery(row.getString("source"), groups));
        }
        // A file that is asked for by its path is not left out of its own list.
        return Future.succeededFuture(Optional.ofNullable(body.getString("path"))
                .flatMap(groups::ofSource)
                .map(entry -> new Known(groups.same(entry), Optional.ofNullable(body.getString("path")))));
    }

    private static Optional<Known> inGallery(String source, GroundTruth groups) {
        return groups.ofSource(source).map(entry -> {
            Set<String> others = new HashSet<>(groups.same(entry));
            others.remove(entry);
            return new Known(others, Optional.of(source));
        });
    }

    private Set<String> bases(Known known, GroundTruth groups) {
        Set<String> bases = new LinkedHashSet<>();
        known.source().ifPresent(source -> groups.ofSource(source).ifPresent(entry -> bases.add(base(source, entry))));
        folders.forEach(folder -> bases.add(folder + "/"));
        return bases;
    }

    private static String base(String source, String entry) {
        return source.substring(0, source.length() - entry.length());
    }

    /** How many of the right ones are in the gallery. */
    private static Future<Integer> relevant(Call call, Known known, Set<String> bases) {
        Future<Integer> count = Future.succeededFuture(0);
        for (String entry : known.right()) {
            count = count.compose(sum -> isIndexed(call, known, entry, bases).map(there -> there ? sum + 1 : sum));
        }
        return count;
    }

    private static Future<Boolean> isIndexed(Call call, Known known, String entry, Set<String> bases) {
        Future<Boolean> found = Future.succeededFuture(false);
        for (String base : bases) {
            found = found.compose(there -> there
                    ? Future.succeededFuture(true)
                    : known.indexed().computeIfAbsent(base + entry, source -> isIndexed(call, source)));
        }
        return found;
    }

    private static Future<Boolean> isIndexed(Call call, String source) {
        return call.ask(Addresses.GALLERY_GET, new JsonObject().put("source", source))
                .map(row -> "INDEXED".equals(row.getString("state")))
                .otherwise(false);
    }
}
