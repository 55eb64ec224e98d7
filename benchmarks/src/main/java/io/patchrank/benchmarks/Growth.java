package io.patchrank.benchmarks;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Searches of a gallery by its own images, one after the other, through all stages with their defaults: what global search
 * and re-ranking (reading included) take, and the memory that it takes.
 *
 * <pre>Growth DATA IMAGES LOCALS     as SyntheticGallery has made it</pre>
 */
public final class Growth {
    private static final int WARM_UP = 300;
    private static final int SEARCHES = 300;
    /** A machine that is busy otherwise spoils the figures, but not the run. */
    private static final long DEADLINE_MILLIS = 120_000;

    private static final Set<Stage> STAGES =
            Set.of(Stage.DECODE, Stage.EXTRACT, Stage.STORE, Stage.INDEX, Stage.RERANK, Stage.SEARCH);

    private Growth() {}

    public static void main(String[] arguments) throws IOException {
        int images = Integer.parseInt(arguments[1]);
        PatchrankConfig config =
                SyntheticGallery.config(Path.of(arguments[0]), arguments[2]).withStages(STAGES);
        List<SearchReply> replies = new ArrayList<>();
        double[] heap = new double[1];
        double peak = ProcessMemory.peakMegabytes(() -> {
            try (Patchrank app = Patchrank.start(config);
                    BusClient bus = app.client()) {
                for (int i = 0; i < WARM_UP + SEARCHES; i++) {
                    // Spread over the gallery; a prime number that divides no usual size.
                    int image = (int) (i * 7919L % images);
                    SearchReply reply = SearchReply.fromJson(
                            bus.request(Addresses.SEARCH, request(image).put("deadlineMs", DEADLINE_MILLIS))
                                    .join());
                    if (reply.partial() || reply.scored() != config.search().shortlist()) {
                        throw new IllegalStateException("not the whole shortlist was re-ranked: " + reply);
                    }
                    if (i >= WARM_UP) {
                        replies.add(reply);
                    }
                }
                heap[0] = ProcessMemory.liveHeapMegabytes();
            }
        });
        JsonObject figures = new JsonObject();
        for (String step : List.of("search", "rerank", "total")) {
            double[] millis = sorted(replies, reply -> reply.timings().getOrDefault(step, 0.0));
            figures.put(step + "Millis", millis[millis.length / 2]);
            figures.put(step + "P95Millis", millis[millis.length * 95 / 100]);
        }
        Round.print(
                figures.put("peakMegabytes", peak).put("heapMegabytes", heap[0]),
                "%d searches, one after the other".formatted(SEARCHES));
    }

    private static JsonObject request(int image) {
        return SearchRequest.of(new QuerySource.Gallery(SyntheticRows.id(image)))
                .toJson();
    }

    private static double[] sorted(List<SearchReply> replies, ToDoubleFunction<SearchReply> value) {
        double[] values = replies.stream().mapToDouble(value).toArray();
        Arrays.sort(values);
        return values;
    }
}
