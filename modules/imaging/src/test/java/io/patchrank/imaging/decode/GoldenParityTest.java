package io.patchrank.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the numbers of the reference pre-processing (golden/MANIFEST.md, section 1). */
class GoldenParityTest {
    private static final int PATCH = 14;
    /** One grey level in the channel of the smallest deviation, and half of one for rounding. */
    private static final double ONE_LEVEL = 1.5 / 255 / 0.22;

    private static final CropBox BOX_E = new CropBox(20.7, 11.2, 301.9 - 20.7, 215.5 - 11.2);

    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);

    @Test
    void quantizationFactorsAreThoseOfAmes() throws IOException {
        JsonArray rows = new JsonArray(Files.readString(SharedFiles.require("golden/dinov2/quantization.json")));
        assertThat(rows).hasSize(444);
        for (int i = 0; i < rows.size(); i++) {
            JsonArray row = rows.getJsonArray(i);
            int side = row.getInteger(0);
            double factor = AmesResize.quantizationFactor(side, row.getDouble(1), PATCH);
            assertThat(factor).as("row %d", i).isCloseTo(row.getDouble(2), within(1e-12));
            assertThat((int) Math.rint(factor * side)).as("row %d", i).isEqualTo(row.getInteger(3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "area_down,0",
        "area_half,0",
        "area_third,0",
        "area_mixed_x_up,1",
        "area_mixed_y_up,1",
        "area_y_only,1",
        "lin_up,1",
        "lin_2x,1",
        "lin_x_only,1",
        "area_hair,1",
        "round_half_even,1"
    })
    void resizeGivesThePixelsOfTheReference(String name, int tolerance) throws IOException {
        JsonObject wanted =
                new JsonObject(Files.readString(SharedFiles.require("golden/dinov2/resize.json"))).getJsonObject(name);
        GoldenTensors golden = GoldenTensors.read(SharedFiles.require("golden/dinov2/resize.safetensors"));
        try (Mat image = mat(golden, "img");
                Mat expected = mat(golden, name);
                Mat resized = new AmesResize(wanted.getDouble("fx"), wanted.getDouble("fy")).apply(image)) {
            assertThat(resized.rows()).isEqualTo(expected.rows());
            assertThat(resized.cols()).isEqualTo(expected.cols());
            assertThat(opencv_core.norm(resized, expected, opencv_core.NORM_INF, new Mat()))
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void resizedPictureIsNormalisedAsTheReferenceDoes(String name) throws IOException {
        float[] expected = input(name);
        assertThat(maxDifference(expected, decodePng(name))).isLessThanOrEqualTo(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"a,224,224,224", "b,322,238,322", "c,196,196,140"})
    void photographGivesTheReferencesInput(String name, int longestSide, int height, int width) throws IOException {
        byte[] jpeg = Files.readAllBytes(SharedFiles.require("golden/dinov2/photo_" + name + ".jpg"));
        InputSpec spec = InputSpec.imageNet(PATCH, longestSide);
        try (Picture picture =
                decoder.decode(jpeg, name, spec, Optional.empty()).picture()) {
            assertThat(picture.height()).isEqualTo(height);
            assertThat(picture.width()).isEqualTo(width);
            assertThat(maxDifference(input(name), floats(picture))).isLessThanOrEqualTo(ONE_LEVEL);
        }
    }

    @Test
    void mixedScalesAreAveraged() throws IOException {
        assertThat(maxDifference(rows("d"), everyTenthRow(decodePng("d"), 238, 322)))
                .isLessThanOrEqualTo(1e-6);
        byte[] jpeg = Files.readAllBytes(SharedFiles.require("golden/dinov2/photo_d.jpg"));
        InputSpec spec = InputSpec.imageNet(PATCH, 322);
        try (Picture picture = decoder.decode(jpeg, "d", spec, Optional.empty()).picture()) {
            assertThat(maxDifference(rows("d"), everyTenthRow(floats(picture), 238, 322)))
                    .isLessThanOrEqualTo(ONE_LEVEL);
        }
    }

    @Test
    void cropBoxTakesThePixelsThatAmesTakes() throws IOException {
        assertThat(maxDifference(rows("e"), everyTenthRow(decodePng("e"), 210, 280)))
                .isLessThanOrEqualTo(1e-6);
        byte[] jpeg = Files.readAllBytes(SharedFiles.require("golden/dinov2/photo_d.jpg"));
        // The case is at scale 1, where the box is 281 pixels wide.
        InputSpec spec = InputSpec.imageNet(PATCH, 281);
        DecodedPicture decoded = decoder.decode(jpeg, "e", spec, Optional.of(BOX_E));
        try (Picture picture = decoded.picture()) {
            assertThat(picture.height()).isEqualTo(210);
            assertThat(picture.width()).isEqualTo(280);
            assertThat(picture.sourceWidth()).isEqualTo(281);
            assertThat(picture.sourceHeight()).isEqualTo(204);
            assertThat(decoded.width()).isEqualTo(320);
            assertThat(decoded.height()).isEqualTo(239);
            assertThat(maxDifference(rows("e"), everyTenthRow(floats(picture), 210, 280)))
                    .isLessThanOrEqualTo(ONE_LEVEL);
        }
    }

    @Test
    void cropAtTheScaleOfTheWholePictureIsWhatAmesComputes() throws IOException {
        byte[] jpeg = Files.readAllBytes(SharedFiles.require("golden/dinov2/photo_d.jpg"));
        PictureDecoder whole =
                new PictureDecoder(new DecodeOptions(DecodeOptions.DEFAULT.limits(), false, CropScale.WHOLE_PICTURE));
        // Scale 1 again: the whole picture is 320 pixels wide.
        InputSpec spec = InputSpec.imageNet(PATCH, 320);
        try (Picture picture = whole.decode(jpeg, "e", spec, Optional.of(BOX_E)).picture()) {
            assertThat(maxDifference(rows("e"), everyTenthRow(floats(picture), 210, 280)))
                    .isLessThanOrEqualTo(ONE_LEVEL);
        }
    }

    /** The resized picture of a case, which needs no further resizing. */
    private float[] decodePng(String name) throws IOException {
        byte[] png = Files.readAllBytes(SharedFiles.require("golden/dinov2/case_" + name + "_resized.png"));
        InputSpec spec = InputSpec.imageNet(PATCH, longestSide(name));
        try (Picture picture = decoder.decode(png, name, spec, Optional.empty()).picture()) {
            return floats(picture);
        }
    }

    private static int longestSide(String name) {
        return switch (name) {
            case "a" -> 224;
            case "c" -> 196;
            case "e" -> 280;
            default -> 322;
        };
    }

    private static float[] input(String name) {
        return GoldenTensors.read(SharedFiles.require("golden/dinov2/vits14_" + name + ".safetensors"))
                .floats("x");
    }

    private static float[] rows(String name) {
        return GoldenTensors.read(SharedFiles.require("golden/dinov2/pre_" + name + ".safetensors"))
                .floats("x");
    }

    private static float[] everyTenthRow(float[] planar, int height, int width) {
        int rows = Math.ceilDiv(height, 10);
        float[] picked = new float[3 * rows * width];
        for (int i = 0; i < 3 * rows; i++) {
            int row = i / rows * height + i % rows * 10;
            System.arraycopy(planar, row * width, picked, i * width, width);
        }
        return picked;
    }

    private static float[] floats(Picture picture) {
        float[] values = new float[picture.pixels().remaining()];
        picture.pixels().get(values);
        return values;
    }

    private static double maxDifference(float[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        double max = 0;
        for (int i = 0; i < expected.length; i++) {
            max = Math.max(max, Math.abs(expected[i] - actual[i]));
        }
        return max;
    }

    private static Mat mat(GoldenTensors golden, String name) {
        int[] shape = golden.shape(name);
        try (BytePointer bytes = new BytePointer(golden.bytes(name));
                Mat view = new Mat(shape[0], shape[1], opencv_core.CV_8UC3, bytes)) {
            return view.clone();
        }
    }
}
