package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompareRequest;
import io.patchrank.api.bus.CompareSide;
import io.patchrank.api.bus.ComparedSide;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.MatchPictureOptions;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons over the bus, of an extractor whose sixteen patches are easy to reckon with. */
class CompareTest {
    @TempDir
    static Path root;

    private static TestGallery gallery;

    @BeforeAll
    static void start() {
        gallery = TestGallery.start(root.resolve("data"), TestGallery.withoutWatch());
    }

    @AfterAll
    static void stop() {
        gallery.close();
    }

    private static CompareSide bytes(long seed) {
        return CompareSide.of(new QuerySource.Bytes(TestPictures.png(seed)));
    }

    private static CompareSide stored(Path file) {
        JsonObject row = gallery.put(file);
        return CompareSide.of(new QuerySource.Gallery(new ImageId(row.getString("id"))));
    }

    private static Comparison compare(CompareSide query, CompareSide other) {
        return compare(CompareRequest.of(query, other));
    }

    private static Comparison compare(CompareRequest request) {
        return Comparison.fromJson(gallery.ask(Addresses.COMPARE, request.toJson()));
    }

    private static ErrorCode failure(CompareRequest request) {
        try {
            compare(request);
            throw new AssertionError("the comparison was answered");
        } catch (PatchrankException e) {
            return e.code();
        }
    }

    @Test
    void imageIsItselfPatchByPatch() {
        Comparison same = compare(bytes(1), CompareSide.of(new QuerySource.File(write("same.png", 1))));

        assertThat(same.similarity()).isCloseTo(1, within(1e-5));
        assertThat(same.matches()).hasSize(ColourGridExtractor.SIDE * ColourGridExtractor.SIDE);
        assertThat(same.matches()).allSatisfy(match -> {
            assertThat(match.patches().otherX()).isEqualTo(match.patches().queryX());
            assertThat(match.patches().otherY()).isEqualTo(match.patches().queryY());
            assertThat(match.strength()).isCloseTo(1, within(1e-5));
            assertThat(match.inlier()).isTrue();
        });
        double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        for (int i = 0; i < 9; i++) {
            assertThat(same.homography().orElseThrow().get(i)).isCloseTo(identity[i], within(1e-6));
        }
        assertThat(same.model()).isEqualTo("colour-grid-1");
        assertThat(same.timings()).containsKeys("decode", "extract", "match", "verify", "maps", "total");
        assertThat(same.query().width()).isEqualTo(96);
        assertThat(same.query().height()).isEqualTo(64);
        assertThat(same.query().kept()).hasSize(16);
    }

    @Test
    void bothImagesHaveMapsOfTheirGrid() throws IOException {
        Comparison comparison = compare(bytes(1), bytes(2));

        for (ComparedSide side : List.of(comparison.query(), comparison.other())) {
            assertThat(side.grid().orElseThrow().patches()).isEqualTo(16);
            assertThat(ImageIO.read(new ByteArrayInputStream(side.attention().orElseThrow()))
                            .getColorModel()
                            .hasAlpha())
                    .isTrue();
            assertThat(ImageIO.read(new ByteArrayInputStream(side.colours().orElseThrow()))
                            .getWidth())
                    .isEqualTo(4 * 16);
            assertThat(side.withoutMaps()).isEmpty();
        }
    }

    @Test
    void thresholdLeavesOutWeakerMatches() {
        CompareRequest strict =
                new CompareRequest(bytes(1), bytes(2), Optional.of(0.99), false, Optional.empty(), Optional.empty());
        CompareRequest lax =
                new CompareRequest(bytes(1), bytes(2), Optional.of(0.0), false, Optional.empty(), Optional.empty());

        assertThat(compare(strict).matches().size())
                .isLessThan(compare(lax).matches().size());
        assertThat(compare(lax).matches()).isSortedAccordingTo((a, b) -> Double.compare(b.strength(), a.strength()));
        assertThat(compare(lax).query().attention()).isEmpty();
        assertThat(compare(lax).query().withoutMaps()).isEmpty();
    }

    @Test
    void placesOfABoxAreThoseOfTheWholeImage() {
        // The right half, of which the network sees sixteen patches.
        CompareSide half =
                new CompareSide(new QuerySource.Bytes(TestPictures.png(1)), Optional.of(new CropBox(48, 0, 48, 64)));

        Comparison comparison = compare(half, half);

        assertThat(comparison.query().area()).isEqualTo(new ImageArea(0.5, 0, 0.5, 1));
        assertThat(comparison.query().width()).isEqualTo(96);
        assertThat(comparison.query().kept()).allSatisfy(kept -> {
            assertThat(kept.at().x()).isBetween(0.5, 1.0);
            assertThat(kept.at().y()).isBetween(0.0, 1.0);
        });
        assertThat(comparison.matches())
                .allSatisfy(match -> assertThat(match.patches().queryX()).isGreaterThan(0.5f));
    }

    @Test
    void galleryImageIsComparedByWhatIsStoredOfIt() {
        CompareSide first = stored(TestPictures.write(root, "first.png", 11));
        CompareSide second = stored(TestPictures.write(root, "second.png", 12));

        Comparison byId = compare(first, second);
        Comparison byBytes = compare(bytes(11), bytes(12));

        assertThat(byId.similarity()).isCloseTo(byBytes.similarity(), within(1e-3));
        assertThat(byId.matches()).hasSameSizeAs(byBytes.matches());
        assertThat(byId.query().attention()).isPresent();
        assertThat(byId.timings()).containsKey("read");
    }

    @Test
    void galleryImageWhoseFileIsGoneIsComparedWithoutMapsAndSaysWhy() throws IOException {
        Path file = TestPictures.write(root, "gone.png", 21);
        CompareSide gone = stored(file);
        Files.delete(file);

        Comparison comparison = compare(gone, bytes(21));

        assertThat(comparison.matches()).hasSize(16);
        assertThat(comparison.inlierCount()).isEqualTo(16);
        assertThat(comparison.query().attention()).isEmpty();
        assertThat(comparison.query().withoutMaps())
                .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(ErrorCode.FILE_VANISHED));
        assertThat(comparison.other().attention()).isPresent();
        assertThat(comparison.other().colours()).isPresent();
        CompareSide cropped = new CompareSide(gone.image(), Optional.of(new CropBox(0, 0, 48, 64)));
        assertThat(failure(CompareRequest.of(cropped, bytes(21)))).isEqualTo(ErrorCode.FILE_VANISHED);
    }

    @Test
    void mapsOfAnotherPictureUnderTheSameNameAreNotShown() {
        Path file = TestPictures.write(root, "changed.png", 31);
        CompareSide changed = stored(file);
        TestPictures.write(root, "changed.png", 32);

        Comparison comparison = compare(changed, bytes(31));

        assertThat(comparison.inlierCount()).isEqualTo(16);
        assertThat(comparison.query().attention()).isEmpty();
        assertThat(comparison.query().withoutMaps())
                .hasValueSatisfying(why -> assertThat(why.getMessage()).contains("another than was taken in"));
    }

    @Test
    void drawingComesWithTheAnswerWhereItIsAskedFor() throws IOException {
        CompareRequest request = new CompareRequest(
                bytes(1),
                stored(TestPictures.write(root, "drawn.png", 41)),
                Optional.empty(),
                true,
                Optional.of(MatchPictureOptions.DEFAULTS),
                Optional.empty());

        Comparison comparison = compare(request);

        assertThat(ImageIO.read(new ByteArrayInputStream(comparison.picture().orElseThrow()))
                        .getWidth())
                .isGreaterThan(700);
        assertThat(comparison.timings()).containsKey("draw");
        assertThat(compare(bytes(1), bytes(2)).picture()).isEmpty();
    }

    @Test
    void wrongImagesAreTypedFailures() {
        CompareSide unknown = CompareSide.of(new QuerySource.Gallery(new ImageId("0123456789abcdef")));
        CompareSide text = CompareSide.of(new QuerySource.Bytes(new byte[] {1, 2, 3}));
        CompareSide outside =
                new CompareSide(new QuerySource.Bytes(TestPictures.png(1)), Optional.of(new CropBox(500, 500, 10, 10)));

        assertThat(failure(CompareRequest.of(unknown, bytes(1)))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure(CompareRequest.of(bytes(1), text))).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(failure(CompareRequest.of(outside, bytes(1)))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThatThrownBy(() -> gallery.ask(Addresses.COMPARE, new JsonObject().put("query", new JsonObject())))
                .hasMessageContaining("query.image");
    }

    private static String write(String name, long seed) {
        return TestPictures.write(root, name, seed).toString();
    }
}
