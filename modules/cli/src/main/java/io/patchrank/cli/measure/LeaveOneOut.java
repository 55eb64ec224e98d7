package io.patchrank.cli.measure;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.QueryLists;
import io.patchrank.evaluation.RankedImage;
import io.patchrank.pipeline.bridge.BusClient;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Searches with every image of the ground truth against all others of its folder. One search gives both lists: hits
 * know their place before re-ranking.
 */
public final class LeaveOneOut {
    /** Enough to fill the re-ranker's batches; more would only wait. */
    private static final int AT_ONCE = 4;
    /** So that no list is partial. */
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final BusClient bus;
    private final MeasuredGallery gallery;
    private final Optional<String> rerank;
    private final Optional<Integer> shortlist;
    private final JsonObject rerankOptions;

    /**
     * @param rerank name of the re-ranker; empty for the configured one
     * @param shortlist how many to re-rank; empty for as many as configured
     * @param rerankOptions of the re-ranker, above its configuration; may be empty
     */
    public LeaveOneOut(
            BusClient bus,
            MeasuredGallery gallery,
            Optional<String> rerank,
            Optional<Integer> shortlist,
            JsonObject rerankOptions) {
        this.bus = bus;
        this.gallery = gallery;
        this.rerank = rerank;
        this.shortlist = shortlist;
        this.rerankOptions = rerankOptions;
    }

    /**
     * What came back.
     *
     * @param lists one a query
     * @param timings mean time of a query by step
     * @param rerank the re-ranker used
     * @param model fingerprint
     * @param seconds of all queries together, some of them at the same time
     */
    public record Answers(
            List<QueryLists> lists, Map<String, Duration> timings, String rerank, String model, double seconds) {
        public Answers {
            lists = List.copyOf(lists);
        }
    }

    /**
     * Makes all searches; returns when the last is answered.
     *
     * @throws PatchrankException the first failure of a search
     */
    public Answers run(Progress progress) {
        long start = System.nanoTime();
        Semaphore slots = new Semaphore(AT_ONCE);
        Map<String, CompletableFuture<SearchReply>> replies = new LinkedHashMap<>();
        for (String query : gallery.truth().images()) {
            slots.acquireUninterruptibly();
            replies.put(
                    query,
                    bus.request(Addresses.SEARCH, request(query))
                            .thenApply(SearchReply::fromJson)
                            .whenComplete((reply, e) -> {
                                progress.step("");
                                slots.release();
                            }));
        }
        List<QueryLists> lists = new ArrayList<>();
        Map<String, Double> sums = new LinkedHashMap<>();
        String reranker = "";
        String model = "";
        for (Map.Entry<String, CompletableFuture<SearchReply>> entry : replies.entrySet()) {
            SearchReply reply = Failures.await(entry.getValue());
            lists.add(lists(entry.getKey(), reply));
            reply.timings().forEach((step, ms) -> sums.merge(step, ms, Double::sum));
            reranker = reply.rerank();
            model = reply.model();
        }
        Map<String, Duration> means = new LinkedHashMap<>();
        sums.forEach((step, ms) -> means.put(step, Duration.ofNanos((long) (ms * 1e6 / replies.size()))));
        return new Answers(lists, means, reranker, model, (System.nanoTime() - start) / 1e9);
    }

    private JsonObject request(String query) {
        JsonObject ofFolder = new JsonObject().put("sourcePrefix", gallery.folder() + File.separator);
        return new SearchRequest(
                        new QuerySource.Gallery(new ImageId(
                                Optional.ofNullable(gallery.ids().get(query)).orElseThrow())),
                        Optional.empty(),
                        Optional.of(gallery.ids().size()),
                        shortlist,
                        rerank,
                        rerankOptions,
                        Optional.empty(),
                        ofFolder,
                        Optional.of(DEADLINE))
                .toJson();
    }

    private QueryLists lists(String query, SearchReply reply) {
        List<RankedImage> global = reply.hits().stream()
                .sorted(Comparator.comparingInt(Hit::rankBefore))
                .map(hit -> new RankedImage(gallery.nameOf(hit.source()), hit.similarity()))
                .toList();
        List<RankedImage> reranked = reply.hits().stream()
                .map(hit -> new RankedImage(gallery.nameOf(hit.source()), hit.score()))
                .toList();
        return new QueryLists(query, global, reranked);
    }
}
