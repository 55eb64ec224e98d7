package io.patchrank.imaging.header;

import static io.patchrank.imaging.Failing.code;
import static io.patchrank.imaging.Failing.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCheckTest {
    private static final String NAME = "photos/picture";

    private final HeaderCheck check = new HeaderCheck(ImageLimits.DEFAULT);

    static Stream<String> formats() {
        return SamplePictures.FORMATS.stream();
    }

    @ParameterizedTest
    @CsvSource({".jpg,JPEG", ".png,PNG", ".webp,WEBP", ".gif,GIF", ".bmp,BMP", ".tiff,TIFF", ".ppm,PNM", ".pgm,PNM"})
    void completeFileGivesItsFormatAndSize(String extension, ImageFormat format) {
        assertThat(check.check(file(extension), NAME)).isEqualTo(new ImageHeader(format, 61, 43));
    }

    @Test
    void progressiveJpegWithRestartMarkersIsFollowedToItsEnd() {
        try (Mat mat = SamplePictures.noise(61, 43)) {
            byte[] jpeg = SamplePictures.encode(
                    ".jpg",
                    mat,
                    opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
                    1,
                    opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL,
                    2);
            assertThat(check.check(jpeg, NAME)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 61, 43));
            assertThat(code(() -> check.check(Arrays.copyOf(jpeg, jpeg.length - 2), NAME)))
                    .isEqualTo(ErrorCode.TRUNCATED_IMAGE);
        }
    }

    @Test
    void losslessWebpGivesItsSize() {
        try (Mat mat = SamplePictures.noise(61, 43)) {
            byte[] lossless = SamplePictures.encode(".webp", mat, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101);
            assertThat(check.check(lossless, NAME)).isEqualTo(new ImageHeader(ImageFormat.WEBP, 61, 43));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void fileCutAnywhereIsTruncated(String extension) {
        byte[] whole = file(extension);
        for (int percent = 5; percent < 100; percent += 5) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            assertThat(code(() -> check.check(cut, NAME)))
                    .as("%s cut at %d %%", extension, percent)
                    .isEqualTo(ErrorCode.TRUNCATED_IMAGE);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void bytesBehindTheEndAreIgnored(String extension) {
        byte[] whole = file(extension);
        byte[] padded = Arrays.copyOf(whole, whole.length + 100);
        assertThat(check.check(padded, NAME)).isEqualTo(check.check(whole, NAME));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void flippedBitsGiveAHeaderOrATypedError(String extension) {
        byte[] whole = file(extension);
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] flipped = whole.clone();
            // Mostly in the first bytes, where the structure is.
            int reach = i % 2 == 0 ? Math.min(64, flipped.length) : flipped.length;
            flipped[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            assertTyped(flipped);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noiseBehindASignatureGivesATypedError(String extension) {
        byte[] whole = file(extension);
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            System.arraycopy(whole, 0, noise, 0, Math.min(noise.length, random.nextInt(24)));
            assertTyped(noise);
        }
    }

    private void assertTyped(byte[] bytes) {
        try {
            ImageHeader header = check.check(bytes, NAME);
            assertThat(header.pixels()).isBetween(64L, ImageLimits.DEFAULT.maxPixels());
        } catch (PatchrankException e) {
            assertThat(e.code().isImageFault()).as(e.getMessage()).isTrue();
            assertThat(e.subject()).isEqualTo(NAME);
        }
    }

    @Test
    void emptyFileIsRefused() {
        assertThat(code(() -> check.check(new byte[0], NAME))).isEqualTo(ErrorCode.EMPTY_FILE);
    }

    static Stream<Map.Entry<String, byte[]>> foreignFiles() {
        return Map.ofEntries(
                Map.entry("HEIC", latin1("\0\0\0\u0018ftypheic\0\0\0\0mif1heic")),
                Map.entry("AVIF", latin1("\0\0\0\u0018ftypavif\0\0\0\0mif1avif")),
                Map.entry("video", latin1("\0\0\0\u0018ftypisom\0\0\0\0")),
                Map.entry("PDF", latin1("%PDF-1.7\n%\u00E2\u00E3")),
                Map.entry("SVG", latin1("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
                Map.entry("HTML", latin1("<!DOCTYPE html><HTML><body>not found</body>")),
                Map.entry("text", "Grüße, a text file\n".getBytes(StandardCharsets.UTF_8)),
                Map.entry("known format", latin1("\u00D3\u0001\u0002\u0000\u00FE\u00B9")),
                Map.entry("JPEG 2000", latin1("\0\0\0\fjP  \r\n\u0087\n")),
                Map.entry("OpenEXR", latin1("v/1\u0001\u0002\0\0\0")),
                Map.entry("ZIP", latin1("PK\u0003\u0004\u0014")))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("foreignFiles")
    void otherFormatIsNamed(Map.Entry<String, byte[]> file) {
        PatchrankException refusal = failure(() -> check.check(file.getValue(), NAME));
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(refusal).hasMessageContaining(file.getKey()).hasMessageContaining("convert it to one of JPEG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BMW is a car maker in Munich",
                "P5: the fifth page",
                "GIF8 is no signature",
                "RIFFs",
                "# patchrank"
            })
    void textThatBeginsLikeASignatureIsText(String text) {
        assertThat(failure(() -> check.check(latin1(text), NAME))).hasMessageContaining("this is text");
    }

    @Test
    void hugeClaimIsRefusedWithSizeAndLimit() {
        byte[] lying = SamplePictures.claiming(file(".jpg"), 30_000, 30_000);
        PatchrankException refusal = failure(() -> check.check(lying, NAME));
        assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(refusal)
                .hasMessage("photos/picture: the image claims 30000 x 30000 pixels = 900.0 megapixels,"
                        + " the limit is 50.0; reduce it or raise the limit");
    }

    @Test
    void pixelLimitIsConfigurable() {
        HeaderCheck strict = new HeaderCheck(new ImageLimits(61 * 43 - 1, 8));
        assertThat(code(() -> strict.check(file(".png"), NAME))).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        HeaderCheck exact = new HeaderCheck(new ImageLimits(61 * 43, 43));
        assertThat(exact.check(file(".png"), NAME).pixels()).isEqualTo(61 * 43);
    }

    @ParameterizedTest
    @CsvSource({"1,500", "500,1", "1,1", "7,400"})
    void pictureOfAFewPixelsAcrossIsTooSmall(int width, int height) {
        byte[] png = SamplePictures.noise(".png", width, height);
        PatchrankException refusal = failure(() -> check.check(png, NAME));
        assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_TOO_SMALL);
        assertThat(refusal).hasMessageContaining(width + " x " + height).hasMessageContaining("at least 8");
    }

    @Test
    void pngOfZeroWidthIsCorrupt() {
        byte[] png = SamplePictures.png(0, 10, 8, 2, new byte[10]);
        assertThat(code(() -> check.check(png, NAME))).isEqualTo(ErrorCode.CORRUPT_IMAGE);
    }

    @Test
    void pngWithAWrongChecksumIsCorrupt() {
        byte[] png = file(".png");
        png[png.length / 2] ^= 1;
        assertThat(failure(() -> check.check(png, NAME)))
                .hasMessageContaining("checksum of the PNG chunk at byte")
                .extracting(PatchrankException::code)
                .isEqualTo(ErrorCode.CORRUPT_IMAGE);
    }

    @Test
    void wrongChecksumOfAnIgnorableChunkIsNoFault() {
        byte[] png = file(".png");
        byte[] text = SamplePictures.chunk("tEXt", latin1("Comment\0hello"));
        text[text.length - 1] ^= 1;
        int afterHeader = 8 + 25;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, afterHeader);
        out.writeBytes(text);
        out.write(png, afterHeader, png.length - afterHeader);
        assertThat(check.check(out.toByteArray(), NAME).format()).isEqualTo(ImageFormat.PNG);
    }

    @Test
    void endMarkerInsideAnEmbeddedThumbnailDoesNotEndTheJpeg() {
        byte[] jpeg = file(".jpg");
        byte[] withThumbnail = ByteBuffer.allocate(jpeg.length + 10)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) 8)
                .put(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9, 0, 0})
                .put(jpeg, 2, jpeg.length - 2)
                .array();
        assertThat(check.check(withThumbnail, NAME).width()).isEqualTo(61);
        byte[] cut = Arrays.copyOf(withThumbnail, withThumbnail.length / 2);
        assertThat(code(() -> check.check(cut, NAME))).isEqualTo(ErrorCode.TRUNCATED_IMAGE);
    }

    @ParameterizedTest
    @CsvSource({"0040, 100", "1B9F, 20"})
    void jpegOfManyScansIsRefusedBeforeItBusiesTheDecoder(String side, int most) {
        assertThat(check.check(scans(side, most), NAME).width()).isEqualTo(Integer.parseInt(side, 16));
        assertThat(failure(() -> check.check(scans(side, most + 1), NAME)))
                .hasMessageContaining("more than " + most + " scans")
                .extracting(PatchrankException::code)
                .isEqualTo(ErrorCode.CORRUPT_IMAGE);
    }

    private static byte[] scans(String side, int count) {
        return HexFormat.of()
                .parseHex("FFD8FFC2000B08" + side + side + "01011100" + "FFDA0008010100003F00".repeat(count) + "FFD9");
    }

    @Test
    void jpegOfTwoSizesIsCorruptSinceADecoderTakesTheFirst() {
        byte[] huge = SamplePictures.claiming(file(".jpg"), 30_000, 30_000);
        byte[] small = HexFormat.of().parseHex("FFC0000B0800400040010111" + "00");
        byte[] both = ByteBuffer.allocate(huge.length + small.length)
                .put(huge, 0, huge.length - 2)
                .put(small)
                .put(huge, huge.length - 2, 2)
                .array();
        assertThat(failure(() -> check.check(both, NAME)))
                .hasMessageContaining("two frame headers")
                .extracting(PatchrankException::code)
                .isEqualTo(ErrorCode.CORRUPT_IMAGE);
    }

    @ParameterizedTest
    @CsvSource({"4096,4096,true", "4112,4096,false", "32000,32000,false", "0,16,false"})
    void tiffTileMayBeLargerThanItsPictureButNotByFar(int width, int length, boolean allowed) {
        byte[] tiff = tiledTiff(width, length);
        if (allowed) {
            assertThat(check.check(tiff, NAME)).isEqualTo(new ImageHeader(ImageFormat.TIFF, 20, 10));
        } else {
            assertThat(code(() -> check.check(tiff, NAME))).isEqualTo(ErrorCode.CORRUPT_IMAGE);
        }
    }

    private static byte[] tiledTiff(int width, int length) {
        int[][] tags = {{256, 20}, {257, 10}, {322, width}, {323, length}, {324, 8}, {325, 10}};
        ByteBuffer file = ByteBuffer.allocate(8 + 2 + 12 * tags.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.put(latin1("II*\0")).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            file.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        return file.array();
    }

    @Test
    void jpegWithoutPictureDataIsCorrupt() {
        byte[] markers = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        assertThat(code(() -> check.check(markers, NAME))).isEqualTo(ErrorCode.CORRUPT_IMAGE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bigTiffOfEitherByteOrderGivesItsSize(boolean littleEndian) {
        byte[] bigTiff = bigTiff(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 4);
        assertThat(check.check(bigTiff, NAME)).isEqualTo(new ImageHeader(ImageFormat.TIFF, 20, 10));
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 1L << 40, Long.MAX_VALUE / 20 + 3, -1})
    void tiffThatClaimsMoreEntriesThanItHasIsTruncated(long entries) {
        byte[] bigTiff = bigTiff(ByteOrder.LITTLE_ENDIAN, entries);
        assertThat(code(() -> check.check(bigTiff, NAME)).isImageFault()).isTrue();
    }

    private static byte[] bigTiff(ByteOrder order, long entries) {
        ByteBuffer file = ByteBuffer.allocate(16 + 8 + 4 * 20 + 200).order(order);
        file.put(latin1(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"));
        file.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(16);
        file.putLong(entries);
        int[][] tags = {{256, 20}, {257, 10}, {273, 104}, {279, 200}};
        for (int[] tag : tags) {
            file.putShort((short) tag[0]).putShort((short) 16).putLong(1).putLong(tag[1]);
        }
        if (entries > 4) {
            file.putShort(16 + 8, (short) 1);
        }
        return file.array();
    }

    private static byte[] file(String extension) {
        return SamplePictures.inFormat(extension, 61, 43);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
