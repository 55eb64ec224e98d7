package io.patchrank.pipeline.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchrank.api.ImageId;
import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.feature.StoredSegment;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PatchMatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final LocalDescriptors LOCALS = new LocalDescriptors(
            2,
            new float[] {0.25f, 0.75f},
            new float[] {0.5f, 0.5f},
            new float[] {0, 0},
            new float[] {0.9f, 0},
            new boolean[] {false, true},
            new float[] {1.5f, -2.5f, 0, 0});
    private static final ImageFeatures FEATURES =
            new ImageFeatures(new float[] {0.6f, 0.8f}, LOCALS, new PatchGrid(1, 2), "model-1");
    private static final ImageContent CONTENT =
            new ImageContent("ab".repeat(32), 123, Instant.parse("2026-01-02T03:04:05.678901234Z"), 64, 48);

    @Test
    void everyMessageCrossesTheWireUnchanged() {
        crosses(new HashRequest("/photos/ä ö\n.jpg"));
        crosses(CONTENT);
        crosses(new DecodeRequest(new ImageSource.OfFile("/a.jpg"), Optional.empty(), Urgency.INGEST));
        crosses(new DecodeRequest(
                new ImageSource.OfBytes("query", new byte[] {1, 2, -3}),
                Optional.of(new CropBox(1, 2, 3.5, 4)),
                Urgency.query(Instant.EPOCH)));
        crosses(FEATURES);
        crosses(new Extracted(CONTENT, FEATURES, 1.5, 2.5));
        crosses(new InspectRequest(
                new ImageSource.OfFile("/a.jpg"),
                Optional.of(new CropBox(1, 2, 3.5, 4)),
                true,
                Optional.of(640),
                Urgency.query(Instant.EPOCH)));
        Inspection inspection = new Inspection(
                FEATURES,
                Optional.of(new DensePatches(new PatchGrid(1, 2), new float[] {0.9f, 0.1f}, new float[] {1, 2, 3, 4})));
        crosses(inspection);
        crosses(new Inspection(FEATURES, Optional.empty()));
        crosses(new Inspected(
                CONTENT, new ImageArea(0.25, 0, 0.5, 1), inspection, Optional.of(new byte[] {1, -2}), 1.5, 2.5));
        crosses(new ModelInfo(
                "name", "model-1", InputSpec.imageNet(14, 322).withScales(List.of(0.7, 1.0)), 768, 384, 300, "cpu"));
        crosses(new StoreRequest("/a.jpg", FEATURES));
        crosses(new FeatureKey(3, 4));
        crosses(new ReadRequest(List.of(new FeatureKey(3, 4), new FeatureKey(0, 1)), 300, LocalsForm.CODES));
        crosses(new LocalsReply(List.of(LOCALS, LOCALS.resized(1))));
        crosses(new SegmentsReply(List.of(new StoredSegment(5_000_000_000L, 7, 1L << 40, true, false))));
        crosses(new SegmentRequest(5_000_000_000L));
        crosses(new CopyRequest(List.of(new FeatureKey(3, 4))));
        crosses(new CopyReply(List.of(new FeatureKey(5, 6))));
        crosses(new IndexedImage(image(new ImageState.Indexed("model-1", new FeatureKey(1, 2))), new float[] {1, 2}));
        crosses(new ShortlistRequest(new float[] {1, 2}, 5, new JsonObject().put("field", "city")));
        crosses(new Shortlist(List.of(
                new Neighbour(image(new ImageState.Indexed("model-1", new FeatureKey(1, 2))), 0.5f),
                new Neighbour(image(new ImageState.Rejected(ErrorCode.EMPTY_FILE, "empty")), 0.25f),
                new Neighbour(image(new ImageState.Pending()), 0.1f),
                new Neighbour(image(new ImageState.Removed()), 0f))));
        crosses(new RerankRequest(
                LOCALS,
                List.of(new FeatureKey(1, 2)),
                List.of(0.5f),
                "mutual-nn",
                new JsonObject().put("threshold", 0.7),
                Duration.ofMillis(250),
                7,
                Optional.of(new Progress("patchrank.stage.search.improved.1", 5_000_000_000L))));
        RerankReply order = new RerankReply(
                List.of(1, 0),
                List.of(0.5f, 0.75f),
                List.of(Optional.empty(), Optional.of(new RerankReply.CandidateScore(7, 7))),
                true,
                1.25,
                96.5,
                List.of(new Explanation("0.5 = 0.5", List.of(new PatchMatch(0.1f, 0.2f, 0.3f, 0.4f, 0.5f)))));
        crosses(order);
        crosses(new Improved(5_000_000_000L, order));
        crosses(new ViewRequest(
                "/a.jpg",
                List.of("/photos"),
                Optional.of(256),
                Optional.of(new CropBox(1, 2, 3.5, 4)),
                Urgency.view(Instant.EPOCH)));
        crosses(new PictureReply(
                "image/jpeg", Optional.of(new PixelSize(64, 48)), "ab".repeat(32), new byte[] {1, 2, -3}));
        crosses(new PlaceRequest("/a.jpg", List.of("/photos", "/b.jpg")));
    }

    private static GalleryImage image(ImageState state) {
        return new GalleryImage(
                new ImageId("a1"),
                "/a.jpg",
                CONTENT,
                state,
                Map.of("city", "Paris", "year", 1998, "tags", List.of("x", "y")),
                Instant.EPOCH,
                Instant.EPOCH.plusNanos(1));
    }

    private static <T> void crosses(T message) {
        assertThat(roundTrip(message))
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withStrictTypeChecking(false)
                        .build())
                .isEqualTo(message);
    }

    private static <T> T roundTrip(T message) {
        ObjectMapper mapper = WireFormat.mapper();
        @SuppressWarnings("unchecked") // getClass() of a T
        StageCodec<T> codec = new StageCodec<>((Class<T>) message.getClass(), mapper);
        Buffer wire = Buffer.buffer("before");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire("before".length(), wire);
    }

    @Test
    void everySizeOfAPictureCrosses() {
        List<Picture.AtScale> sizes = List.of(
                new Picture.AtScale(direct(1, 2, 3, 4, 5, 6), 1, 2), new Picture.AtScale(direct(7, 8, 9), 1, 1));
        Picture picture = new Picture(sizes, 10, 20, () -> {});

        assertThat(roundTrip(new ExtractRequest(picture, Urgency.INGEST))
                        .picture()
                        .sizes())
                .isEqualTo(sizes);
        assertThat(roundTrip(new DenseRequest(picture, Urgency.INGEST))
                        .picture()
                        .sizes())
                .isEqualTo(sizes);
    }

    private static FloatBuffer direct(float... values) {
        return ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values)
                .flip();
    }

    @Test
    void pictureCrossesWithItsPixels() {
        FloatBuffer pixels = direct(1, 2, 3, 4, 5, 6);
        Picture picture = new Picture(pixels, 1, 2, 10, 20, () -> {});

        ExtractRequest arrived = roundTrip(new ExtractRequest(picture, Urgency.query(Instant.EPOCH.plusMillis(7))));

        assertThat(arrived.urgency()).isEqualTo(Urgency.query(Instant.EPOCH.plusMillis(7)));
        assertThat(arrived.picture().pixels()).isEqualTo(pixels);
        assertThat(List.of(
                        arrived.picture().height(),
                        arrived.picture().width(),
                        arrived.picture().sourceHeight(),
                        arrived.picture().sourceWidth()))
                .containsExactly(1, 2, 10, 20);
    }

    @Test
    void withinTheProcessMessagesPassByReference() {
        assertThat(new StageCodec<>(ImageFeatures.class, WireFormat.mapper()).transform(FEATURES))
                .isSameAs(FEATURES);
    }
}
