package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.CORRUPT_IMAGE;
import static io.patchrank.api.error.ErrorCode.IMAGE_TOO_LARGE;
import static io.patchrank.api.error.ErrorCode.IMAGE_TOO_SMALL;
import static io.patchrank.api.error.ErrorCode.TRUNCATED_IMAGE;

import io.patchrank.imaging.SamplePictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Small files that claim sizes which would cost gigabytes, or none at all. */
final class HeaderBombs {
    private static final int SIDE = 100_000;
    private static final int LARGEST_16_BITS = 65_535;

    private HeaderBombs() {}

    static void addTo(Corpus corpus) {
        tooLarge(corpus);
        zero(corpus);
        narrow(corpus);
    }

    private static void tooLarge(Corpus corpus) {
        Expected refused = Expected.rejected(IMAGE_TOO_LARGE);
        byte[] little = PngFile.deflatedZeros(1000);
        corpus.add("header bomb png", "bomb/header.png", SamplePictures.png(SIDE, SIDE, 8, 2, little), refused);
        byte[] jpeg = SamplePictures.claiming(JpegFile.picture(64, 48), LARGEST_16_BITS, LARGEST_16_BITS);
        corpus.add("header bomb jpeg", "bomb/header.jpg", jpeg, refused);
        byte[] webp = SamplePictures.noise(".webp", 64, 48);
        byte[] canvas = WebpFile.of(WebpFile.extended(0, SIDE, SIDE), WebpFile.picture(webp));
        corpus.add("header bomb webp", "bomb/header.webp", canvas, refused);
        corpus.add(
                "header bomb tiff",
                "bomb/header.tif",
                TiffFile.grey(SIDE, SIDE, new byte[100]).bytes(),
                refused);
        corpus.add("header bomb bmp", "bomb/runs.bmp", BmpFile.runs(SIDE, SIDE, new byte[] {0, 1}), refused);
        byte[] gif = SamplePictures.noise(".gif", 64, 48);
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) -1)
                .putShort(8, (short) -1);
        corpus.add("header bomb gif", "bomb/header.gif", gif, refused);
        // Not compressed, so the rest is plainly missing.
        corpus.add(
                "header bomb bmp",
                "bomb/header.bmp",
                BmpFile.colour(SIDE, SIDE, new byte[100]),
                Expected.rejected(TRUNCATED_IMAGE, IMAGE_TOO_LARGE));
        // A decoder believes the first frame header, whoever reads on may believe the last.
        byte[] second = JpegFile.segment(JpegFile.FRAME, JpegFile.frameHeader(64, 48));
        byte[] two = ByteBuffer.allocate(jpeg.length + second.length)
                .put(jpeg, 0, jpeg.length - 2)
                .put(second)
                .put(jpeg, jpeg.length - 2, 2)
                .array();
        corpus.add("jpeg of two sizes", "bomb/two-sizes.jpg", two, Expected.rejected(CORRUPT_IMAGE, IMAGE_TOO_LARGE));
    }

    private static void zero(Corpus corpus) {
        Expected corrupt = Expected.rejected(CORRUPT_IMAGE);
        String kind = "zero size";
        corpus.add(kind, "zero/w.png", SamplePictures.png(0, 50, 8, 2, new byte[10]), corrupt);
        corpus.add(kind, "zero/h.png", SamplePictures.png(50, 0, 8, 2, new byte[10]), corrupt);
        corpus.add(kind, "zero/w.jpg", SamplePictures.claiming(JpegFile.picture(64, 48), 0, 48), corrupt);
        corpus.add(kind, "zero/h.jpg", SamplePictures.claiming(JpegFile.picture(64, 48), 64, 0), corrupt);
        corpus.add(kind, "zero/h.bmp", BmpFile.colour(64, 0, new byte[100]), corrupt);
        corpus.add(kind, "zero/w.tif", TiffFile.grey(0, 64, new byte[100]).bytes(), corrupt);
        byte[] gif = SamplePictures.noise(".gif", 64, 48);
        ByteBuffer.wrap(gif).putInt(6, 0);
        corpus.add(kind, "zero/wh.gif", gif, corrupt);
        byte[] webp = SamplePictures.noise(".webp", 64, 48);
        ByteBuffer.wrap(webp).putInt(26, 0);
        corpus.add(kind, "zero/wh.webp", webp, corrupt);
    }

    private static void narrow(Corpus corpus) {
        Expected small = Expected.rejected(IMAGE_TOO_SMALL);
        corpus.add("1 x N", "narrow/1x9000.png", PngFile.zeros(1, 9000, 8, PngFile.COLOUR), small);
        corpus.add("N x 1", "narrow/9000x1.png", PngFile.zeros(9000, 1, 8, PngFile.COLOUR), small);
        corpus.add("1 x N", "narrow/1x60000.jpg", JpegFile.picture(1, 60_000), small);
        corpus.add("N x 1", "narrow/60000x1.jpg", JpegFile.picture(60_000, 1), small);
        corpus.add("1 x 1", "narrow/1x1.png", PngFile.zeros(1, 1, 8, PngFile.COLOUR), small);
        corpus.add("8 x N", "narrow/8x60000.jpg", JpegFile.picture(8, 60_000), small);
        corpus.add("N x 8", "narrow/6000000x8.png", PngFile.zeros(6_000_000, 8, 8, PngFile.GREY), small);
    }
}
