package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.Hit;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.bus.SearchReply;
import io.patchrank.api.bus.SearchRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public operations as another service on the bus calls them: JSON in, JSON out. */
class GalleryOperationsTest {
    @TempDir
    Path root;

    private TestGallery gallery;

    @BeforeEach
    void start() {
        gallery = TestGallery.start(root.resolve("data"), TestGallery.withoutWatch());
    }

    @AfterEach
    void stop() {
        gallery.close();
    }

    private Path picture(int seed) {
        return TestPictures.write(root, "p" + seed + ".png", seed);
    }

    private List<JsonObject> putTen() {
        return IntStream.range(0, 10)
                .mapToObj(i -> gallery.ask(
                        Addresses.GALLERY_PUT,
                        new JsonObject()
                                .put("path", picture(i).toString())
                                .put(
                                        "metadata",
                                        new JsonObject().put("even", i % 2 == 0).put("n", i))))
                .toList();
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PatchrankException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void putAnswersWithTheRowOnceItIsSearchable() {
        JsonObject row = gallery.put(picture(1));

        assertThat(row.getString("action")).isEqualTo("indexed");
        assertThat(row.getString("state")).isEqualTo("INDEXED");
        assertThat(row.getInteger("width")).isEqualTo(96);
        assertThat(row.getInteger("height")).isEqualTo(64);
        assertThat(gallery.put(Path.of(row.getString("source"))).getString("action"))
                .isEqualTo("unchanged");
        assertThat(gallery.status().getInteger("indexed")).isEqualTo(1);
    }

    @Test
    void imageComesAsBytes() throws IOException {
        JsonObject row = gallery.ask(
                Addresses.GALLERY_PUT,
                new JsonObject()
                        .put("image", Base64.getEncoder().encodeToString(TestPictures.png(3)))
                        .put("name", "Mona Lisa.png"));

        assertThat(row.getString("state")).isEqualTo("INDEXED");
        assertThat(row.getJsonObject("metadata").getString("name")).isEqualTo("Mona Lisa.png");
        assertThat(Files.readAllBytes(Path.of(row.getString("source")))).isEqualTo(TestPictures.png(3));
        SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Bytes(TestPictures.png(3))));
        assertThat(reply.hits().getFirst().id().value()).isEqualTo(row.getString("id"));
    }

    @Test
    void missingFileIsRecordedAndMayBePutAgain() {
        Path file = root.resolve("later.png");
        assertThat(gallery.put(file).getString("code")).isEqualTo("FILE_VANISHED");
        TestPictures.write(file, TestPictures.png(1));
        assertThat(gallery.put(file).getString("state")).isEqualTo("INDEXED");
        assertThat(gallery.status().getInteger("rejected")).isZero();
    }

    @Test
    void searchByGalleryImageLeavesItOut() {
        List<JsonObject> rows = putTen();
        ImageId id = new ImageId(rows.get(4).getString("id"));

        SearchReply reply = gallery.search(SearchRequest.of(new QuerySource.Gallery(id)));

        assertThat(reply.hits()).hasSize(9).extracting(Hit::id).doesNotContain(id);
        assertThat(reply.hits()).extracting(Hit::rank).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void filterLimitAndThresholdNarrowTheAnswer() {
        putTen();
        JsonObject request = new JsonObject()
                .put("image", Base64.getEncoder().encodeToString(TestPictures.png(4)))
                .put("filter", new JsonObject().put("field", "even").put("equals", true));

        SearchReply even = SearchReply.fromJson(gallery.ask(Addresses.SEARCH, request));
        SearchReply two = SearchReply.fromJson(
                gallery.ask(Addresses.SEARCH, request.copy().put("limit", 2)));
        SearchReply none = SearchReply.fromJson(
                gallery.ask(Addresses.SEARCH, request.copy().put("threshold", 1e9)));

        assertThat(even.hits()).hasSize(5).allMatch(h -> h.metadata().getBoolean("even"));
        assertThat(two.hits()).hasSize(2);
        assertThat(two.hits().getFirst().metadata().getInteger("n")).isEqualTo(4);
        assertThat(none.hits()).isEmpty();
    }

    @Test
    void rerankNoneKeepsTheGlobalOrder() {
        putTen();
        JsonObject request = new JsonObject()
                .put("image", Base64.getEncoder().encodeToString(TestPictures.png(4)))
                .put("rerank", "none");

        SearchReply reply = SearchReply.fromJson(gallery.ask(Addresses.SEARCH, request));

        assertThat(reply.rerank()).isEqualTo("none");
        assertThat(reply.hits()).allMatch(h -> h.rank() == h.rankBefore() && h.score() == h.similarity());
    }

    @Test
    void shortlistBoundsWhatIsReranked() {
        putTen();
        JsonObject request = new JsonObject()
                .put("image", Base64.getEncoder().encodeToString(TestPictures.png(4)))
                .put("shortlist", 3);

        SearchReply reply = SearchReply.fromJson(gallery.ask(Addresses.SEARCH, request));

        assertThat(reply.hits()).hasSize(10);
        assertThat(reply.scored()).isEqualTo(3);
        assertThat(reply.hits().subList(3, 10)).allMatch(h -> h.rerankScore().isEmpty());
    }

    @Test
    void cropNarrowsTheQuery() {
        gallery.put(picture(1));
        JsonObject request = new JsonObject().put("path", picture(1).toString()).put("crop", "0,0,48,32");

        SearchReply cropped = SearchReply.fromJson(gallery.ask(Addresses.SEARCH, request));

        assertThat(cropped.hits().getFirst().similarity()).isLessThan(0.999);
        assertCode(
                ErrorCode.BAD_REQUEST,
                () -> gallery.ask(Addresses.SEARCH, request.copy().put("crop", "1,2,3")));
        assertCode(
                ErrorCode.BAD_REQUEST,
                () -> gallery.ask(Addresses.SEARCH, request.copy().put("crop", "500,500,10,10")));
    }

    @Test
    void listGivesPages() {
        putTen();
        JsonObject first = gallery.ask(Addresses.GALLERY_LIST, new JsonObject().put("limit", 6));
        JsonObject second = gallery.ask(
                Addresses.GALLERY_LIST, new JsonObject().put("limit", 6).put("after", first.getString("next")));

        assertThat(first.getJsonArray("images")).hasSize(6);
        assertThat(second.getJsonArray("images")).hasSize(4);
        assertThat(second.containsKey("next")).isFalse();
        JsonObject removed =
                gallery.ask(Addresses.GALLERY_LIST, new JsonObject().put("states", new JsonArray().add("REMOVED")));
        assertThat(removed.getJsonArray("images")).isEmpty();
    }

    @Test
    void removedImageComesBackUnderItsId() {
        JsonObject row = gallery.put(picture(1));
        JsonObject removed = gallery.ask(Addresses.GALLERY_REMOVE, new JsonObject().put("id", row.getString("id")));
        assertThat(removed.getString("state")).isEqualTo("REMOVED");
        assertCode(ErrorCode.NOT_FOUND, () -> gallery.get(picture(1)));

        JsonObject again = gallery.put(picture(1));

        assertThat(again.getString("id")).isEqualTo(row.getString("id"));
        assertThat(gallery.status().getInteger("removed")).isZero();
    }

    @Test
    void wrongRequestsNameTheirField() {
        putTen();
        Map<JsonObject, String> wrong = Map.of(
                new JsonObject(),
                "image",
                new JsonObject().put("path", "a").put("id", "b"),
                "image",
                new JsonObject().put("id", "no such id"),
                "id",
                new JsonObject().put("path", "/a.png").put("limitt", 3),
                "limitt",
                new JsonObject().put("path", "/a.png").put("limit", 0),
                "limit",
                new JsonObject().put("path", "/a.png").put("limit", 1_000_000),
                "limit",
                new JsonObject().put("path", 7),
                "path",
                new JsonObject().put("path", "a\0b"),
                "path",
                new JsonObject().put("path", picture(1).toString()).put("rerank", "no-such"),
                "no-such");
        wrong.forEach((body, field) -> assertThatThrownBy(() -> gallery.ask(Addresses.SEARCH, body))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
                .hasMessageContaining(field));
        assertCode(
                ErrorCode.NOT_FOUND,
                () -> gallery.ask(Addresses.SEARCH, new JsonObject().put("id", "0123456789abcdef")));
        assertCode(
                ErrorCode.UNSUPPORTED_FORMAT,
                () -> gallery.ask(Addresses.SEARCH, new JsonObject().put("image", "bm90IGFuIGltYWdl")));
    }

    @Test
    void nestedMetadataIsKeptAndSearched() {
        JsonObject metadata = new JsonObject()
                .put("camera", new JsonObject().put("model", "X100"))
                .put("tags", new JsonArray().add("sea").add("night"))
                .put("year", 1998);
        gallery.ask(
                Addresses.GALLERY_PUT,
                new JsonObject().put("path", picture(1).toString()).put("metadata", metadata));
        gallery.put(picture(2));

        assertThat(gallery.get(picture(1)).getJsonObject("metadata")).isEqualTo(metadata);
        for (JsonObject filter : List.of(
                new JsonObject().put("field", "camera.model").put("equals", "X100"),
                new JsonObject().put("field", "tags").put("equals", "night"),
                new JsonObject().put("field", "year").put("from", 1990).put("to", 2000))) {
            JsonObject page = gallery.ask(Addresses.GALLERY_LIST, new JsonObject().put("filter", filter));
            assertThat(page.getJsonArray("images")).hasSize(1);
        }
        assertCode(
                ErrorCode.BAD_REQUEST,
                () -> gallery.ask(
                        Addresses.GALLERY_PUT,
                        new JsonObject()
                                .put("path", picture(1).toString())
                                .put("metadata", new JsonObject().putNull("city"))));
    }

    @Test
    void rejectedImageIsNotTriedAgainUntilItChangesOrARetryIsAskedFor() throws IOException {
        Path file = Files.writeString(root.resolve("text.png"), "no image");
        JsonObject first = gallery.put(file);
        JsonObject second = gallery.put(file);
        JsonObject retried = gallery.ask(
                Addresses.GALLERY_PUT,
                new JsonObject().put("path", file.toString()).put("retry", true));

        assertThat(first.getString("sha256")).hasSize(64);
        assertThat(first.getLong("bytes")).isEqualTo(8);
        assertThat(second.getString("updated")).isEqualTo(first.getString("updated"));
        assertThat(retried.getString("updated")).isNotEqualTo(first.getString("updated"));
        assertThat(retried.getString("code")).isEqualTo("UNSUPPORTED_FORMAT");
    }

    @Test
    void ofTwoFilesThatClaimAVanishedImageOneIsTheRenamedAndTheOtherACopy() throws IOException {
        Path original = picture(1);
        JsonObject before = gallery.put(original);
        Path left = Files.copy(original, root.resolve("left.png"));
        Path right = Files.move(original, root.resolve("right.png"));

        List<CompletableFuture<JsonObject>> puts = Stream.of(left, right)
                .map(file -> gallery.app()
                        .client()
                        .request(Addresses.GALLERY_PUT, new JsonObject().put("path", file.toString())))
                .toList();
        List<String> actions =
                puts.stream().map(put -> put.join().getString("action")).toList();

        assertThat(actions).containsExactlyInAnyOrder("renamed", "copied");
        assertThat(gallery.images())
                .extracting(image -> image.getString("source"))
                .containsExactlyInAnyOrder(left.toString(), right.toString());
        assertThat(gallery.images())
                .extracting(image -> image.getString("id"))
                .contains(before.getString("id"))
                .doesNotHaveDuplicates();
    }

    /** As when a watched file is renamed while somebody removes it: the file is there, so its image is. */
    @Test
    void removalOfTheOldNameNeverTakesTheRenamedImage() throws IOException {
        for (int i = 0; i < 20; i++) {
            Path before = picture(i);
            gallery.put(before);
            Path after = Files.move(before, root.resolve("renamed-" + i + ".png"));

            CompletableFuture<JsonObject> put = gallery.app()
                    .client()
                    .request(Addresses.GALLERY_PUT, new JsonObject().put("path", after.toString()));
            CompletableFuture<JsonObject> removal = gallery.app()
                    .client()
                    .request(Addresses.GALLERY_REMOVE, new JsonObject().put("source", before.toString()));
            put.join();
            removal.handle((row, e) -> row).join();

            assertThat(gallery.get(after).getString("state")).isEqualTo("INDEXED");
        }
    }

    /** Each row is written PENDING while its file is being refused; both must be about one image. */
    @Test
    void filesRefusedAtOnceEndRejectedUnderTheIdTheyBeganWith() throws IOException {
        for (int i = 0; i < 200; i++) {
            Path file = Files.writeString(root.resolve("text-" + i + ".png"), "text " + i);
            assertThat(gallery.put(file).getString("code")).isEqualTo("UNSUPPORTED_FORMAT");
        }
        assertThat(gallery.status().getInteger("rejected")).isEqualTo(200);
        assertThat(gallery.status().getInteger("pending")).isZero();
    }

    @Test
    void bodyThatIsNoObjectIsABadRequest() {
        for (String address : List.of(Addresses.SEARCH, Addresses.GALLERY_PUT, Addresses.GALLERY_STATUS)) {
            for (Object body : List.of(new JsonArray().add(1), "text", 7)) {
                assertThatThrownBy(() -> gallery.app()
                                .vertx()
                                .eventBus()
                                .request(address, body)
                                .await())
                        .satisfies(e -> assertThat(Failures.typed(e).code()).isEqualTo(ErrorCode.BAD_REQUEST));
            }
        }
        assertCode(ErrorCode.BAD_REQUEST, () -> gallery.ask(Addresses.GALLERY_STATUS, new JsonObject().put("x", 1)));
        assertCode(
                ErrorCode.BAD_REQUEST, () -> gallery.ask(Addresses.GALLERY_LIST, new JsonObject().put("limit", 2000)));
    }

    @Test
    void eventsTellWhatHappened() throws InterruptedException {
        LinkedBlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
        gallery.app()
                .vertx()
                .eventBus()
                .<JsonObject>consumer(Addresses.EVENTS, m -> events.add(m.body()))
                .completion()
                .await();

        gallery.put(picture(1));
        gallery.put(root.resolve("none.png"));

        assertThat(events.take().getString("type")).isEqualTo("indexed");
        JsonObject rejected = events.take();
        assertThat(rejected.getString("type")).isEqualTo("rejected");
        assertThat(rejected.getJsonObject("image").getString("code")).isEqualTo("FILE_VANISHED");
    }
}
