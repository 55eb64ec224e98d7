package io.patchrank.api.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back, also as text; what is wrong is named. */
class MessagesTest {
    @Test
    void searchRequestWithEveryField() {
        SearchRequest request = new SearchRequest(
                new QuerySource.Gallery(new ImageId("3f1c")),
                Optional.of(new CropBox(1.5, 2, 30, 40)),
                Optional.of(7),
                Optional.of(50),
                Optional.of("mutual-nn"),
                new JsonObject().put("threshold", 0.7),
                Optional.of(0.25),
                new JsonObject().put("field", "city").put("exists", true),
                Optional.of(Duration.ofMillis(250)),
                true,
                Optional.of("patchrank.partials.7f-3"));

        assertThat(SearchRequest.fromJson(asText(request.toJson()))).isEqualTo(request);
    }

    @Test
    void searchRequestWithDefaults() {
        SearchRequest request = SearchRequest.of(new QuerySource.File("/photos/query.jpg"));

        assertThat(request.toJson()).isEqualTo(new JsonObject().put("path", "/photos/query.jpg"));
        assertThat(SearchRequest.fromJson(request.toJson())).isEqualTo(request);
    }

    @Test
    void searchReply() {
        Map<String, Double> timings = new LinkedHashMap<>();
        timings.put("decode", 6.5);
        timings.put("total", 100.0);
        Explanation explanation =
                new Explanation("0.7 + 0.2 = 0.9", List.of(new PatchMatch(0.125f, 0.25f, 0.5f, 0.75f, 0.6f)));
        Hit scored = new Hit(
                new ImageId("a"),
                "/a.jpg",
                new JsonObject().put("year", 1998),
                0.9,
                0.7,
                Optional.of(61.0),
                61,
                4,
                1,
                Optional.of(new PixelSize(640, 480)),
                Optional.of(explanation));
        Hit unscored = new Hit(
                new ImageId("b"),
                "/b.jpg",
                new JsonObject(),
                0.5,
                0.5,
                Optional.empty(),
                0,
                1,
                2,
                Optional.empty(),
                Optional.empty());
        SearchReply reply = new SearchReply(
                List.of(scored, unscored),
                true,
                1,
                2,
                "mutual-nn",
                "vit-1",
                Optional.of(new PixelSize(4000, 3000)),
                timings);

        assertThat(SearchReply.fromJson(asText(reply.toJson()))).isEqualTo(reply);
        assertThat(reply.toJson().getJsonArray("hits").getJsonObject(0).getJsonObject("explanation"))
                .hasToString("{\"formula\":\"0.7 + 0.2 = 0.9\",\"matches\":[{\"query\":[0.125,0.25],"
                        + "\"other\":[0.5,0.75],\"strength\":0.6,\"colour\":\"#21918c\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"patchrank.search", "patchrank.partials.", "patchrank.partials.a b", "x.patchrank.partials.a"})
    void partialsGoToAddressesOfTheirOwnOnly(String address) {
        SearchRequest request = SearchRequest.of(new QuerySource.File("/a.jpg"));

        assertThatThrownBy(() -> request.withPartials(address)).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(e.subject()).isEqualTo("partials");
        });
    }

    @Test
    void pictureRequest() {
        PictureRequest request =
                new PictureRequest(new ImageId("3f1c"), Optional.of(256), Optional.of(new CropBox(1, 2, 3, 4.5)));

        assertThat(PictureRequest.fromJson(asText(request.toJson()))).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\": \"3f1c\", \"longestSide\": 0}",
                "{\"id\": \"3f1c\", \"longestSide\": 4097}",
                "{\"id\": \"3f1c\", \"crop\": \"1,2,3,4\"}",
                "{\"id\": \"3f1c\", \"size\": 3}"
            })
    void wrongPictureRequestIsRefused(String request) {
        assertThatThrownBy(() -> PictureRequest.fromJson(new JsonObject(request)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void putRequestKeepsNameAmongTheMetadata() {
        PutRequest request = new PutRequest(
                new QuerySource.File("/a.jpg"), "a", Optional.of(new JsonObject().put("city", "Paris")), true);

        PutRequest read = PutRequest.fromJson(asText(request.toJson()));

        assertThat(read).isEqualTo(request);
        assertThat(read.fields()).contains(Map.of("city", "Paris", "name", "a"));
    }

    @Test
    void failureCrossesTheBusWithItsWaitingTime() {
        PatchrankException failure = PatchrankException.overloaded("rerank", Duration.ofMillis(300));

        PatchrankException read = Failures.parse(
                failure.code().busCode(), Failures.toJson(failure).encode(), new IOException("the reply"));

        assertThat(read.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(read.subject()).isEqualTo("rerank");
        assertThat(read.retryAfter()).contains(Duration.ofMillis(300));
    }

    @Test
    void failureOfAnotherServiceKeepsItsText() {
        PatchrankException read = Failures.parse(-1, "some other text", new IOException("the reply"));

        assertThat(read.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(read.reason()).isEqualTo("some other text");
    }

    @Test
    void filterOfEveryForm() {
        JsonObject city = new JsonObject().put("field", "city").put("equals", "Paris");
        JsonObject year = new JsonObject().put("field", "year").put("from", 1900);
        JsonObject absent = new JsonObject().put("field", "artist").put("exists", false);
        JsonObject text = new JsonObject().put("text", " notre  dame ");
        JsonObject prefix = new JsonObject().put("sourcePrefix", "/photos/");
        JsonObject filter = new JsonObject()
                .put(
                        "all",
                        new JsonArray()
                                .add(city)
                                .add(new JsonObject()
                                        .put("any", new JsonArray().add(year).add(new JsonObject().put("not", prefix))))
                                .add(absent)
                                .add(text));

        assertThat(FilterJson.parse(asText(filter)))
                .isEqualTo(new MetadataFilter.All(List.of(
                        new MetadataFilter.Equals("city", "Paris"),
                        new MetadataFilter.AnyOf(List.of(
                                new MetadataFilter.Range("year", 1900, Double.POSITIVE_INFINITY),
                                new MetadataFilter.Not(new MetadataFilter.SourcePrefix("/photos/")))),
                        new MetadataFilter.Not(new MetadataFilter.Exists("artist")),
                        new MetadataFilter.Text(List.of("notre", "dame")))));
        assertThat(FilterJson.parse(new JsonObject())).isEqualTo(MetadataFilter.ANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"field\": \"city\"}",
                "{\"field\": \"city\", \"equals\": [1]}",
                "{\"field\": \"city\", \"equals\": \"Paris\", \"from\": 3}",
                "{\"text\": 7}",
                "{\"text\": \"a\", \"field\": \"city\"}",
                "{\"text\": \"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33\"}",
                "{\"all\": [7]}",
                "{\"all\": \"x\"}",
                "{\"city\": \"Paris\"}"
            })
    void wrongFilterIsRefused(String filter) {
        assertThatThrownBy(() -> FilterJson.parse(new JsonObject(filter)))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    private static JsonObject asText(JsonObject body) {
        return new JsonObject(body.encode());
    }
}
