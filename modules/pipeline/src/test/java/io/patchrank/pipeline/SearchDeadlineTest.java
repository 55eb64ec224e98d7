package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.Picture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of an extractor that computes only when it is let. */
class SearchDeadlineTest {
    @TempDir
    Path root;

    private final Held extractor = new Held();
    private Path query = Path.of("");

    @BeforeEach
    void drawTheQuery() {
        query = TestPictures.write(root, "query.png", 1);
    }

    private static final class Held implements FeatureExtractor {
        private final ColourGridExtractor colours = new ColourGridExtractor();
        private final Semaphore permits = new Semaphore(0);
        private final AtomicInteger computed = new AtomicInteger();

        @Override
        public ModelInfo model() {
            return colours.model();
        }

        @Override
        public List<ImageFeatures> extract(List<Picture> pictures) {
            permits.acquireUninterruptibly();
            computed.incrementAndGet();
            return colours.extract(pictures);
        }

        @Override
        public void close() {}
    }

    private Patchrank start(Map<String, String> settings) {
        return Patchrank.start(TestGallery.config(root.resolve("data"), settings), () -> extractor);
    }

    private CompletableFuture<JsonObject> search(Patchrank app, int deadlineMs) {
        return app.client()
                .request(
                        Addresses.SEARCH,
                        new JsonObject().put("path", query.toString()).put("deadlineMs", deadlineMs));
    }

    private static ErrorCode failure(CompletableFuture<JsonObject> search) {
        try {
            search.join();
            throw new AssertionError("the search was answered");
        } catch (CompletionException e) {
            return Failures.typed(e).code();
        }
    }

    /** A failed test must not wait for ever for the stages to stop. */
    private final class Released implements AutoCloseable {
        @Override
        public void close() {
            extractor.permits.release(1000);
        }
    }

    @Test
    void lateQueriesAreToldSoAndTheirPicturesAreNotComputed() {
        try (Patchrank app = start(Map.of(
                        "stages",
                        "decode,extract,store,index,search,rerank",
                        "extract.workers",
                        "1",
                        "search.queue",
                        "10"));
                Released atTheEnd = new Released()) {
            List<CompletableFuture<JsonObject>> searches =
                    IntStream.range(0, 10).mapToObj(i -> search(app, 100)).toList();

            assertThat(searches).allSatisfy(s -> assertThat(failure(s)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
            // At most one was being computed; the others are found expired, and a query in time is served.
            extractor.permits.release(2);
            assertThat(search(app, 600_000).join().getJsonArray("hits")).isEmpty();
            assertThat(extractor.computed).hasValueLessThanOrEqualTo(2);
        }
    }

    @Test
    void moreQueriesThanPlacesAreOverloadedWithATimeToComeBack() {
        try (Patchrank app = start(Map.of("stages", "decode,extract,store,index,search,rerank", "search.queue", "3"));
                Released atTheEnd = new Released()) {
            List<CompletableFuture<JsonObject>> accepted =
                    IntStream.range(0, 3).mapToObj(i -> search(app, 600_000)).toList();

            CompletableFuture<JsonObject> refused = search(app, 600_000);

            assertThat(failure(refused)).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.handle((v, e) -> Failures.typed(e).retryAfter()).join())
                    .isPresent();
            extractor.permits.release(3);
            assertThat(accepted)
                    .allSatisfy(s -> assertThat(s.join().getJsonArray("hits")).isEmpty());
        }
    }

    private CompletableFuture<JsonObject> compare(Patchrank app, int deadlineMs) {
        JsonObject image = new JsonObject().put("path", query.toString());
        return app.client()
                .request(
                        Addresses.COMPARE,
                        new JsonObject().put("query", image).put("other", image).put("deadlineMs", deadlineMs));
    }

    @Test
    void lateComparisonIsToldSo() {
        try (Patchrank app = start(Map.of("stages", "decode,extract,search"));
                Released atTheEnd = new Released()) {
            assertThat(failure(compare(app, 100))).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    /** The extractor here tells nothing of the patches that it leaves out. */
    @Test
    void moreComparisonsThanPlacesAreOverloaded() {
        try (Patchrank app = start(Map.of("stages", "decode,extract,search", "search.queue", "2"));
                Released atTheEnd = new Released()) {
            List<CompletableFuture<JsonObject>> accepted =
                    IntStream.range(0, 2).mapToObj(i -> compare(app, 600_000)).toList();

            assertThat(failure(compare(app, 600_000))).isEqualTo(ErrorCode.OVERLOADED);

            extractor.permits.release(4);
            assertThat(accepted).allSatisfy(c -> assertThat(c.join()
                            .getJsonObject("query")
                            .getJsonObject("withoutMaps")
                            .getString("code"))
                    .isEqualTo("MODEL_MISMATCH"));
        }
    }
}
