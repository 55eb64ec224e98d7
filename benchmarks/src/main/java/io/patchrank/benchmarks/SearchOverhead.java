package io.patchrank.benchmarks;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Searches of a running server by pictures, over the private channel of the bus and over HTTP: what of the time that the
 * caller waits is neither extraction (decoding and network) nor scoring, in percent. Reading that scoring waits for is
 * overhead.
 *
 * <pre>SearchOverhead DATA PAGE PICTURES     PAGE as http://127.0.0.1:8080, PICTURES a folder</pre>
 */
public final class SearchOverhead {
    private static final int PICTURES = 20;
    /** The compilers of server and client have done their work by then; the first ones are told apart. */
    private static final int WARM_UP = 150;

    private static final int SEARCHES = 60;

    private SearchOverhead() {}

    /** @param steps milliseconds by step, as the answer tells them */
    private record Search(double waited, JsonObject steps) {
        double overhead() {
            double worked = steps.getDouble("decode") + steps.getDouble("extract") + steps.getDouble("rerank.score");
            return 100 * (waited - worked) / waited;
        }
    }

    /** Answers one picture. */
    private interface Server {
        JsonObject search(byte[] picture) throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<byte[]> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(arguments[2]))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(PICTURES)
                    .toList()) {
                pictures.add(Files.readAllBytes(file));
            }
        }
        try (BusClient bus = PrivateChannel.find(Path.of(arguments[0]).resolve("bridge.json"));
                HttpClient http = HttpClient.newHttpClient()) {
            URI search = URI.create(arguments[1]).resolve("/api/v1/search");
            List<Search> allByBus = measure(pictures, picture -> bus.request(
                            Addresses.SEARCH,
                            SearchRequest.of(new QuerySource.Bytes(picture)).toJson())
                    .join());
            List<Search> byBus = warm(allByBus);
            List<Search> byHttp = warm(measure(pictures, picture -> {
                HttpRequest request = HttpRequest.newBuilder(search)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(SearchRequest.of(new QuerySource.Bytes(picture))
                                .toJson()
                                .encode()))
                        .build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IOException(answer.body());
                }
                return new JsonObject(answer.body());
            }));
            List<Search> first = allByBus.subList(0, SEARCHES);
            Round.print(
                    new JsonObject()
                            .put("busPercent", median(byBus, Search::overhead))
                            .put("httpPercent", median(byHttp, Search::overhead))
                            .put("firstPercent", median(first, Search::overhead))
                            .put("busMillis", median(byBus, Search::waited))
                            .put("httpMillis", median(byHttp, Search::waited))
                            .put("listMillis", step(byBus, "search"))
                            .put("readMillis", step(byBus, "rerank.read")),
                    "medians of %d searches each; but for the first ones, %d went before".formatted(SEARCHES, WARM_UP));
        }
    }

    private static List<Search> measure(List<byte[]> pictures, Server server) throws IOException, InterruptedException {
        List<Search> searches = new ArrayList<>();
        for (int i = 0; i < WARM_UP + SEARCHES; i++) {
            long start = System.nanoTime();
            JsonObject answer = server.search(pictures.get(i % pictures.size()));
            double waited = (System.nanoTime() - start) / 1e6;
            searches.add(new Search(waited, answer.getJsonObject("timingsMs")));
        }
        return searches;
    }

    private static List<Search> warm(List<Search> all) {
        return all.subList(WARM_UP, all.size());
    }

    private static double step(List<Search> searches, String name) {
        return median(searches, search -> search.steps().getDouble(name));
    }

    private static double median(List<Search> searches, ToDoubleFunction<Search> figure) {
        double[] sorted = searches.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
