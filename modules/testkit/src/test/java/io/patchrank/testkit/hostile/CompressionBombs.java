package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.CORRUPT_IMAGE;
import static io.patchrank.api.error.ErrorCode.IMAGE_TOO_LARGE;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Small files that unpack to much, where a picture or its notes are packed. */
final class CompressionBombs {
    private static final long GIGABYTE = 1L << 30;
    /** What libpng unpacks of one chunk at most. */
    private static final long PNG_CHUNK = 7_900_000;

    private CompressionBombs() {}

    static void addTo(Corpus corpus) {
        corpus.add(
                "zeros beyond the limit png",
                "zeros/8000x8000.png",
                PngFile.zeros(8000, 8000, 1, PngFile.GREY),
                Expected.rejected(IMAGE_TOO_LARGE));
        notes(corpus);
        tiff(corpus);
    }

    private static void notes(Corpus corpus) {
        byte[] gigabyte = PngFile.deflatedZeros(GIGABYTE);
        byte[] text = PngFile.chunk("zTXt", "Comment||", gigabyte);
        corpus.add("packed text png", "packed/text.png", withChunks(61, text), Expected.indexed());
        byte[] international = PngFile.chunk("iTXt", "Comment|\u0001|||", gigabyte);
        corpus.add("packed text png", "packed/international.png", withChunks(62, international), Expected.indexed());
        byte[] profile = PngFile.chunk("iCCP", "profile||", gigabyte);
        corpus.add("packed profile png", "packed/profile.png", withChunks(63, profile), Expected.indexed());
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        byte[] one = PngFile.chunk("zTXt", "Comment||", PngFile.deflatedZeros(PNG_CHUNK));
        for (int i = 0; i < 990; i++) {
            many.writeBytes(one);
        }
        corpus.add("many packed texts png", "packed/many.png", withChunks(64, many.toByteArray()), Expected.indexed());
    }

    private static byte[] withChunks(int width, byte[] chunks) {
        return PngFile.withChunks(SamplePictures.noise(".png", width, 48), chunks);
    }

    private static void tiff(Corpus corpus) {
        Expected refused = Expected.rejected(CORRUPT_IMAGE, IMAGE_TOO_LARGE);
        byte[] packed = PngFile.deflatedZeros(1_000_000);
        TiffFile tile = TiffFile.grey(64, 48, packed)
                .with(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tiled(32_000, 32_000);
        corpus.add("tile larger than its picture tiff", "tile/32000.tif", tile.bytes(), refused);
        byte[] full = PngFile.deflatedZeros(16_000L * 16_000);
        TiffFile real = TiffFile.grey(65, 48, full)
                .with(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tiled(16_000, 16_000);
        corpus.add("tile larger than its picture tiff", "tile/16000.tif", real.bytes(), refused);
        TiffFile samples = TiffFile.grey(64, 49, Arrays.copyOf(packed, packed.length))
                .with(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .with(TiffFile.SAMPLES, 65_535);
        corpus.add("tiff of 65535 samples", "tile/samples.tif", samples.bytes(), refused);
        TiffFile rows = TiffFile.grey(64, 47, packed)
                .with(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .with(TiffFile.ROWS_PER_STRIP, Integer.MAX_VALUE);
        corpus.add("strip of endless rows tiff", "tile/rows.tif", rows.bytes(), Expected.indexedOr(CORRUPT_IMAGE));
    }
}
