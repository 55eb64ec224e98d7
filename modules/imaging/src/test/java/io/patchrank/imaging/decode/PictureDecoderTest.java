package io.patchrank.imaging.decode;

import static io.patchrank.imaging.Failing.code;
import static io.patchrank.imaging.Failing.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.header.ImageLimits;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureDecoderTest {
    private static final InputSpec SPEC = InputSpec.imageNet(14, 140);
    /** No normalisation: the floats are grey levels / 255. */
    private static final InputSpec PLAIN =
            new InputSpec(14, 140, InputSpec.ONE_SCALE, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    private static final Optional<CropBox> WHOLE = Optional.empty();

    private final PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);

    @ParameterizedTest
    @CsvSource({"200,100,70,140", "100,200,140,70", "50,50,140,140", "140,140,140,140", "300,20,14,140"})
    void sidesBecomeMultiplesOfThePatchSize(int width, int height, int inputHeight, int inputWidth) {
        byte[] png = SamplePictures.noise(".png", width, height);
        DecodedPicture decoded = decoder.decode(png, "p", SPEC, WHOLE);
        try (Picture picture = decoded.picture()) {
            assertThat(picture.height()).isEqualTo(inputHeight);
            assertThat(picture.width()).isEqualTo(inputWidth);
            assertThat(picture.pixels().remaining()).isEqualTo(3 * inputHeight * inputWidth);
            assertThat(picture.sourceWidth()).isEqualTo(width);
            assertThat(picture.sourceHeight()).isEqualTo(height);
            assertThat(decoded.width()).isEqualTo(width);
            assertThat(decoded.height()).isEqualTo(height);
        }
    }

    @Test
    void channelsComeAsPlanesRedGreenBlue() {
        byte[] png = SamplePictures.quarters(".png", 140, 140);
        try (Picture picture = decoder.decode(png, "p", PLAIN, WHOLE).picture()) {
            assertThat(rgb(picture, 0.25, 0.25)).containsExactly(1f, 0f, 0f);
            assertThat(rgb(picture, 0.75, 0.25)).containsExactly(0f, 1f, 0f);
            assertThat(rgb(picture, 0.25, 0.75)).containsExactly(0f, 0f, 1f);
            assertThat(rgb(picture, 0.75, 0.75)).containsExactly(1f, 1f, 1f);
        }
    }

    /** The stored pixels turned by each orientation so that the upright picture has red top left. */
    @ParameterizedTest
    @CsvSource({
        "1,red,green,blue,white", "2,green,red,white,blue", "3,white,blue,green,red", "4,blue,white,red,green",
        "5,red,blue,green,white", "6,blue,red,white,green", "7,white,green,blue,red", "8,green,white,red,blue"
    })
    void exifOrientationIsApplied(
            int orientation, String topLeft, String topRight, String bottomLeft, String bottomRight) {
        byte[] jpeg = SamplePictures.withOrientation(SamplePictures.quarters(".jpg", 160, 80), orientation);
        boolean swaps = orientation >= 5;
        for (boolean reduced : new boolean[] {false, true}) {
            PictureDecoder tried = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, reduced, CropScale.FILL));
            InputSpec small = new InputSpec(14, 28, InputSpec.ONE_SCALE, PLAIN.mean(), PLAIN.deviation());
            DecodedPicture decoded = tried.decode(jpeg, "p", small, WHOLE);
            try (Picture picture = decoded.picture()) {
                assertThat(decoded.width()).isEqualTo(swaps ? 80 : 160);
                assertThat(decoded.height()).isEqualTo(swaps ? 160 : 80);
                assertThat(picture.width()).isEqualTo(swaps ? 14 : 28);
                assertThat(List.of(
                                colour(picture, 0.25, 0.25),
                                colour(picture, 0.75, 0.25),
                                colour(picture, 0.25, 0.75),
                                colour(picture, 0.75, 0.75)))
                        .containsExactly(topLeft, topRight, bottomLeft, bottomRight);
            }
        }
    }

    @Test
    void cropIsGivenInPixelsOfTheUprightPicture() {
        byte[] jpeg = SamplePictures.withOrientation(SamplePictures.quarters(".jpg", 160, 80), 6);
        CropBox whiteQuarter = new CropBox(4, 84, 32, 72);
        try (Picture picture =
                decoder.decode(jpeg, "p", PLAIN, Optional.of(whiteQuarter)).picture()) {
            assertThat(colour(picture, 0.5, 0.5)).isEqualTo("white");
            assertThat(picture.sourceWidth()).isEqualTo(32);
            assertThat(picture.sourceHeight()).isEqualTo(72);
            assertThat(picture.height()).isEqualTo(140);
        }
    }

    @Test
    void cropReachingOutOfThePictureIsCutOff() {
        byte[] png = SamplePictures.noise(".png", 100, 80);
        CropBox box = new CropBox(50, 40, 1000, 1000);
        DecodedPicture decoded = decoder.decode(png, "p", SPEC, Optional.of(box));
        try (Picture picture = decoded.picture()) {
            assertThat(picture.sourceWidth()).isEqualTo(50);
            assertThat(picture.sourceHeight()).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @CsvSource({"100,0,50,50", "0,200,50,50", "10,10,3,50", "10,10,50,3.9", "10,10,80,8"})
    void cropWithoutEnoughPictureIsABadRequest(double x, double y, double width, double height) {
        byte[] png = SamplePictures.noise(".png", 100, 80);
        InputSpec fine = InputSpec.imageNet(14, 28);
        assertThat(code(() -> decoder.decode(png, "p", fine, Optional.of(new CropBox(x, y, width, height)))))
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void edgeGivenAsAWholeNumberIsNotLostInTheSum() {
        // 0.1 + 0.7 is 0.7999999999999999 in doubles; here the same with an edge at 80.
        double x = 8.1;
        double width = 80 - x;
        byte[] png = SamplePictures.noise(".png", 100, 80);
        CropBox box = new CropBox(x, 0, width, 80);
        try (Picture picture = decoder.decode(png, "p", SPEC, Optional.of(box)).picture()) {
            assertThat(picture.sourceWidth()).isEqualTo(72);
        }
    }

    @Test
    void pictureTooNarrowForOnePatchIsTooSmall() {
        byte[] png = SamplePictures.noise(".png", 500, 20);
        PatchrankException refusal = failure(() -> decoder.decode(png, "p", SPEC, WHOLE));
        assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_TOO_SMALL);
        assertThat(refusal).hasMessageContaining("500 x 20").hasMessageContaining("one patch of 14");
    }

    /** OpenCV refuses a million columns in its own words. */
    @Test
    void narrowPictureIsRefusedByItsHeader() {
        byte[] png = SamplePictures.png(2_000_000, 8, 8, 0, new byte[10]);
        assertThat(code(() -> decoder.decode(png, "p", SPEC, WHOLE))).isEqualTo(ErrorCode.IMAGE_TOO_SMALL);
    }

    @Test
    void everyScaleIsResizedFromTheOriginal() {
        byte[] png = SamplePictures.noise(".png", 200, 110);
        Optional<CropBox> box = Optional.of(new CropBox(10, 20, 90, 80));
        for (Optional<CropBox> crop : List.of(WHOLE, box)) {
            try (Picture picture = decoder.decode(png, "p", SPEC.withScales(List.of(1.0, 0.5, 2.0)), crop)
                    .picture()) {
                assertThat(picture.sizes()).hasSize(3);
                assertThat(floats(picture.sizes().get(0))).isEqualTo(decodeAt(140, png, crop));
                assertThat(floats(picture.sizes().get(1))).isEqualTo(decodeAt(70, png, crop));
                assertThat(floats(picture.sizes().get(2))).isEqualTo(decodeAt(280, png, crop));
                assertThat(picture.height())
                        .isEqualTo(picture.sizes().getFirst().height());
            }
        }
    }

    private float[] decodeAt(int longestSide, byte[] file, Optional<CropBox> crop) {
        try (Picture picture = decoder.decode(file, "p", InputSpec.imageNet(14, longestSide), crop)
                .picture()) {
            return floats(picture);
        }
    }

    @Test
    void pictureTooNarrowAtItsSmallestScaleIsTooSmall() {
        byte[] png = SamplePictures.noise(".png", 500, 40);
        decoder.decode(png, "p", SPEC, WHOLE).picture().close();
        PatchrankException refusal = failure(() -> decoder.decode(png, "p", SPEC.withScales(List.of(1.0, 0.5)), WHOLE));
        assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_TOO_SMALL);
        assertThat(refusal).hasMessageContaining("resized to 70");
    }

    @Test
    void reducedDecodeLeavesTheLargestScaleItsDetail() {
        byte[] jpeg = SamplePictures.noise(".jpg", 1203, 901);
        PictureDecoder reduced = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, true, CropScale.FILL));
        InputSpec large = PLAIN.withScales(List.of(1.0, 4.0));
        try (Picture full = decoder.decode(jpeg, "p", large, WHOLE).picture();
                Picture small = reduced.decode(jpeg, "p", large, WHOLE).picture()) {
            // Twice 560 pixels leave no room for half the size.
            assertThat(small.sizes().get(1).pixels())
                    .isEqualTo(full.sizes().get(1).pixels());
        }
    }

    @Test
    void reducedDecodeGivesTheSameSizesAndNearlyTheSamePixels() {
        byte[] jpeg = SamplePictures.noise(".jpg", 1203, 901);
        PictureDecoder reduced = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, true, CropScale.FILL));
        DecodedPicture expected = decoder.decode(jpeg, "p", PLAIN, WHOLE);
        DecodedPicture actual = reduced.decode(jpeg, "p", PLAIN, WHOLE);
        try (Picture full = expected.picture();
                Picture small = actual.picture()) {
            assertThat(actual.width()).isEqualTo(1203);
            assertThat(actual.height()).isEqualTo(901);
            assertThat(small.width()).isEqualTo(full.width());
            assertThat(small.height()).isEqualTo(full.height());
            assertThat(meanDifference(full.pixels(), small.pixels())).isBetween(1e-9, 0.02);
        }
    }

    @Test
    void decodingFromManyThreadsGivesTheSamePixels() throws InterruptedException, ExecutionException {
        byte[] jpeg = SamplePictures.noise(".jpg", 200, 150);
        float[] expected = decodeAll(jpeg);
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<Future<float[]>> decoded = IntStream.range(0, 200)
                    .mapToObj(i -> workers.submit(() -> decodeAll(jpeg)))
                    .toList();
            for (Future<float[]> values : decoded) {
                assertThat(values.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void pictureOutlivesAScopeOfTheCaller() {
        byte[] jpeg = SamplePictures.noise(".jpg", 200, 150);
        float[] expected = decodeAll(jpeg);
        Picture picture;
        try (PointerScope scope = new PointerScope()) {
            picture = decoder.decode(jpeg, "p", SPEC, WHOLE).picture();
        }
        try (picture) {
            assertThat(floats(picture)).isEqualTo(expected);
        }
    }

    @Test
    void greyPictureHasThreeEqualChannels() {
        try (Mat grey = new Mat(40, 40, CV_8UC1, new Scalar(51))) {
            assertPlain(SamplePictures.encode(".jpg", grey), 51, 51, 51);
            assertPlain(SamplePictures.encode(".png", grey), 51, 51, 51);
        }
    }

    @Test
    void sixteenBitPictureIsReadAsEight() {
        try (Mat deep = new Mat(40, 40, CV_16UC3, new Scalar(0x1111, 0x2222, 0x3333, 0))) {
            assertPlain(SamplePictures.encode(".png", deep), 0x33, 0x22, 0x11);
            assertPlain(SamplePictures.encode(".tiff", deep), 0x33, 0x22, 0x11);
        }
    }

    @Test
    void alphaChannelIsDropped() {
        assertPlain(SamplePictures.alphaPng(40, 40), 200, 20, 10);
    }

    @Test
    void paletteColourIsLookedUp() {
        assertPlain(SamplePictures.palettePng(17, 34, 51), 17, 34, 51);
    }

    @Test
    void cmykIsReadAsColour() {
        // OpenCV takes the components as Adobe writes them, inverted: red = k - ((255 - c) * k >> 8).
        assertPlain(SamplePictures.cmykJpeg(255, 200, 20, 250), 250, 197, 21);
    }

    private void assertPlain(byte[] file, int red, int green, int blue) {
        try (Picture picture = decoder.decode(file, "p", PLAIN, WHOLE).picture()) {
            float[] rgb = rgb(picture, 0.5, 0.5);
            assertThat(rgb[0] * 255).isCloseTo(red, within(0.6f));
            assertThat(rgb[1] * 255).isCloseTo(green, within(0.6f));
            assertThat(rgb[2] * 255).isCloseTo(blue, within(0.6f));
        }
    }

    private float[] decodeAll(byte[] file) {
        try (Picture picture = decoder.decode(file, "p", SPEC, WHOLE).picture()) {
            return floats(picture);
        }
    }

    private static float[] floats(Picture picture) {
        return floats(picture.sizes().getFirst());
    }

    private static float[] floats(Picture.AtScale size) {
        float[] values = new float[size.pixels().remaining()];
        size.pixels().get(values);
        return values;
    }

    private static double meanDifference(FloatBuffer a, FloatBuffer b) {
        double sum = 0;
        for (int i = 0; i < a.limit(); i++) {
            sum += Math.abs(a.get(i) - b.get(i));
        }
        return sum / a.limit();
    }

    private static float[] rgb(Picture picture, double x, double y) {
        int plane = picture.height() * picture.width();
        int row = (int) (y * picture.height());
        int at = row * picture.width() + (int) (x * picture.width());
        FloatBuffer pixels = picture.pixels();
        return new float[] {pixels.get(at), pixels.get(plane + at), pixels.get(2 * plane + at)};
    }

    private static String colour(Picture picture, double x, double y) {
        float[] rgb = rgb(picture, x, y);
        return switch ((rgb[0] > 0.5f ? 4 : 0) + (rgb[1] > 0.5f ? 2 : 0) + (rgb[2] > 0.5f ? 1 : 0)) {
            case 4 -> "red";
            case 2 -> "green";
            case 1 -> "blue";
            case 7 -> "white";
            default -> "other";
        };
    }
}
