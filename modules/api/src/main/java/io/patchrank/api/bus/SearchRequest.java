package io.patchrank.api.bus;

import io.patchrank.api.picture.CropBox;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Body of {@link Addresses#SEARCH}. Empty options take the server's configured defaults.
 *
 * @param crop box on the query in pixels of the upright original
 * @param limit hits wanted
 * @param shortlist first n of the global ranking that are re-ranked
 * @param rerank name of the re-ranker; {@code none} for the global order
 * @param rerankOptions options of the re-ranker for this request only, by name
 * @param threshold hits with a lower final score are left out
 * @param filter which images may be hits, see {@link FilterJson}; an empty object for all
 * @param deadline when it ends, the best order so far is returned, marked partial
 * @param explain whether each hit says how its score came about, with the matches that it stands on
 * @param partials address that better and better answers are sent to before the last one, the reply; begins with
 *     {@link Addresses#PARTIALS}
 */
public record SearchRequest(
        QuerySource query,
        Optional<CropBox> crop,
        Optional<Integer> limit,
        Optional<Integer> shortlist,
        Optional<String> rerank,
        JsonObject rerankOptions,
        Optional<Double> threshold,
        JsonObject filter,
        Optional<Duration> deadline,
        boolean explain,
        Optional<String> partials) {
    private static final Pattern PARTIALS = Pattern.compile(Addresses.PARTIALS_PATTERN);

    public SearchRequest {
        if (partials.filter(address -> !PARTIALS.matcher(address).matches()).isPresent()) {
            throw JsonFields.bad(
                    "partials",
                    "expected an address of " + Addresses.PARTIALS + " and 1 to 100 of A-Z a-z 0-9 . _ -, got "
                            + partials.get());
        }
    }

    /** A search for the last answer only, unexplained. */
    public SearchRequest(
            QuerySource query,
            Optional<CropBox> crop,
            Optional<Integer> limit,
            Optional<Integer> shortlist,
            Optional<String> rerank,
            JsonObject rerankOptions,
            Optional<Double> threshold,
            JsonObject filter,
            Optional<Duration> deadline) {
        this(
                query,
                crop,
                limit,
                shortlist,
                rerank,
                rerankOptions,
                threshold,
                filter,
                deadline,
                false,
                Optional.empty());
    }

    /** A search with all defaults. */
    public static SearchRequest of(QuerySource query) {
        return new SearchRequest(
                query,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new JsonObject(),
                Optional.empty(),
                new JsonObject(),
                Optional.empty());
    }

    /** The same search without re-ranking, for the head of its global list. */
    public SearchRequest globalOnly(int hits) {
        return new SearchRequest(
                query,
                crop,
                Optional.of(hits),
                Optional.of(hits),
                Optional.of("none"),
                new JsonObject(),
                Optional.empty(),
                filter,
                deadline,
                false,
                Optional.empty());
    }

    /** The same with every hit explained. */
    public SearchRequest explained() {
        return new SearchRequest(
                query, crop, limit, shortlist, rerank, rerankOptions, threshold, filter, deadline, true, partials);
    }

    /** The same with partial answers sent to an address. */
    public SearchRequest withPartials(String address) {
        return new SearchRequest(
                query,
                crop,
                limit,
                shortlist,
                rerank,
                rerankOptions,
                threshold,
                filter,
                deadline,
                explain,
                Optional.of(address));
    }

    public static SearchRequest fromJson(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        SearchRequest request = new SearchRequest(
                QuerySourceJson.read(fields),
                QuerySourceJson.readCrop(fields),
                fields.positive("limit"),
                fields.positive("shortlist"),
                fields.optional("rerank", String.class),
                fields.object("rerankOptions"),
                fields.optional("threshold", Number.class).map(Number::doubleValue),
                fields.object("filter"),
                fields.millis("deadlineMs"),
                fields.flag("explain", false),
                fields.optional("partials", String.class));
        fields.refuseUnknown();
        return request;
    }

    public JsonObject toJson() {
        JsonObject body = new JsonObject();
        QuerySourceJson.write(body, query, crop);
        limit.ifPresent(v -> body.put("limit", v));
        shortlist.ifPresent(v -> body.put("shortlist", v));
        rerank.ifPresent(v -> body.put("rerank", v));
        threshold.ifPresent(v -> body.put("threshold", v));
        deadline.ifPresent(v -> body.put("deadlineMs", v.toMillis()));
        partials.ifPresent(v -> body.put("partials", v));
        if (explain) {
            body.put("explain", true);
        }
        if (!rerankOptions.isEmpty()) {
            body.put("rerankOptions", rerankOptions);
        }
        if (!filter.isEmpty()) {
            body.put("filter", filter);
        }
        return body;
    }
}
