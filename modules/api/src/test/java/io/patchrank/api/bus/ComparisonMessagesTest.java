package io.patchrank.api.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonMessagesTest {
    private static final JsonObject ID = new JsonObject().put("id", "3f1c");

    @Test
    void requestWithEveryField() {
        CompareRequest request = new CompareRequest(
                new CompareSide(new QuerySource.Gallery(new ImageId("3f1c")), Optional.of(new CropBox(1, 2, 30, 40))),
                CompareSide.of(new QuerySource.File("/photos/b.jpg")),
                Optional.of(0.5),
                false,
                Optional.of(new MatchPictureOptions(
                        7, true, MatchPictureOptions.Format.JPEG, Optional.of("a"), Optional.of("b"))),
                Optional.of(Duration.ofMillis(250)));

        assertThat(CompareRequest.fromJson(asText(request.toJson()))).isEqualTo(request);
    }

    @Test
    void requestThatNamesTheImagesOnlyWantsMapsAndNoDrawing() {
        CompareRequest request =
                CompareRequest.fromJson(new JsonObject().put("query", ID).put("other", ID));

        CompareSide side = CompareSide.of(new QuerySource.Gallery(new ImageId("3f1c")));
        assertThat(request).isEqualTo(CompareRequest.of(side, side));
        assertThat(request.maps()).isTrue();
        assertThat(request.picture()).isEmpty();
    }

    @Test
    void drawingIsAskedForByAFlagAlone() {
        JsonObject body = new JsonObject().put("query", ID).put("other", ID).put("picture", true);

        assertThat(CompareRequest.fromJson(body).picture()).contains(MatchPictureOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"query": {"id": "a"}}                                                     | other
            {"query": {"id": "a", "path": "/b"}, "other": {"id": "b"}}                 | query.image
            {"query": {"id": "a"}, "other": {"id": "b", "corp": "1,2,3,4"}}            | other.corp
            {"query": {"id": "a"}, "other": {"id": "b", "crop": "1,2"}}                | other.crop
            {"query": {"id": "a"}, "other": "b"}                                       | other
            {"query": {"id": "a"}, "other": {"id": "b"}, "threshold": 1.5}             | threshold
            {"query": {"id": "a"}, "other": {"id": "b"}, "map": false}                 | map
            {"query": {"id": "a"}, "other": {"id": "b"}, "pictureOptions": {}}         | pictureOptions
            {"query": {"id": "a"}, "other": {"id": "b"}, "picture": true, "pictureOptions": {"lines": 0}} | lines
            {"query": {"id": "a"}, "other": {"id": "b"}, "picture": true, "pictureOptions": {"format": "gif"}} | format
            """)
    void wrongRequestIsRefusedByItsField(String body, String field) {
        assertThatThrownBy(() -> CompareRequest.fromJson(new JsonObject(body)))
                .isInstanceOfSatisfying(PatchrankException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                    assertThat(e.subject()).isEqualTo(field);
                });
    }

    @Test
    void comparison() {
        ComparedSide described = new ComparedSide(
                640,
                480,
                new ImageArea(0.1, 0.2, 0.5, 0.5),
                Optional.of(new PatchGrid(17, 23)),
                List.of(new ComparedSide.Kept(new ImagePoint(0.25, 0.5), 0.75)),
                Optional.of(new byte[] {1, 2, -3}),
                Optional.of(new byte[] {4}),
                Optional.empty());
        ComparedSide gone = new ComparedSide(
                0,
                0,
                ImageArea.WHOLE,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new PatchrankException(ErrorCode.FILE_VANISHED, "/b.jpg", "the file is gone")));
        Match inlier = new Match(new PatchMatch(0.25f, 0.5f, 0.125f, 1, 0.9f), true);
        Match outlier = new Match(new PatchMatch(0, 0, 1, 1, 0.7f), false);
        Comparison comparison = new Comparison(
                described,
                gone,
                0.5,
                List.of(inlier, outlier),
                Optional.of(List.of(1.0, 0.0, 5.0, 0.0, 1.0, -3.5, 0.0, 0.0, 1.0)),
                "vit-1",
                Map.of("total", 12.5),
                Optional.of(new byte[] {9, 8}));

        JsonObject body = asText(comparison.toJson());

        assertThat(Comparison.fromJson(body))
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*(stackTrace|suppressed|cause).*")
                .isEqualTo(comparison);
        assertThat(body.getInteger("matchCount")).isEqualTo(2);
        assertThat(body.getInteger("inlierCount")).isEqualTo(1);
        assertThat(body.getJsonArray("matches").getJsonObject(0).getString("colour"))
                .matches("#[0-9a-f]{6}");
        assertThat(body.getJsonObject("query").getString("attention")).startsWith("data:image/png;base64,");
        assertThat(body.getJsonObject("other").getJsonObject("withoutMaps").getString("code"))
                .isEqualTo("FILE_VANISHED");
        assertThat(body.getJsonObject("other").fieldNames()).doesNotContain("grid", "attention", "colours");
    }

    private static JsonObject asText(JsonObject body) {
        return new JsonObject(body.encode());
    }
}
