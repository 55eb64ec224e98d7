package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.CORRUPT_IMAGE;
import static io.patchrank.api.error.ErrorCode.IMAGE_TOO_LARGE;
import static io.patchrank.api.error.ErrorCode.TRUNCATED_IMAGE;

import io.patchrank.imaging.SamplePictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Offsets, lengths and signs that lead a reader astray. */
final class LyingStructures {
    private LyingStructures() {}

    static void addTo(Corpus corpus) {
        tiff(corpus);
        bmp(corpus);
        webp(corpus);
        png(corpus);
    }

    private static void tiff(Corpus corpus) {
        byte[] pixels = new byte[64 * 48];
        corpus.add(
                "looping tiff",
                "lies/loop.tif",
                TiffFile.grey(64, 48, pixels).next(8).bytes(),
                Expected.indexed());
        corpus.add(
                "looping tiff",
                "lies/beyond.tif",
                TiffFile.grey(64, 48, pixels).next(Integer.MAX_VALUE).bytes(),
                Expected.indexed());
        byte[] inItself = TiffFile.grey(64, 48, pixels).bytes();
        little(inItself).putInt(4, 4);
        corpus.add("absurd offsets tiff", "lies/self.tif", inItself, damaged());
        byte[] nowhere = TiffFile.grey(64, 48, pixels).bytes();
        little(nowhere).putInt(4, -1);
        corpus.add("absurd offsets tiff", "lies/nowhere.tif", nowhere, Expected.rejected(TRUNCATED_IMAGE));
        byte[] zero = TiffFile.grey(64, 48, pixels).bytes();
        little(zero).putInt(4, 0);
        corpus.add("absurd offsets tiff", "lies/zero.tif", zero, damaged());
        byte[] entries = TiffFile.grey(64, 48, pixels).bytes();
        little(entries).putShort(8, (short) -1);
        corpus.add("absurd offsets tiff", "lies/entries.tif", entries, damaged());
        TiffFile strips = TiffFile.grey(64, 48, pixels).with(TiffFile.STRIP_OFFSETS, Integer.MAX_VALUE);
        corpus.add("absurd offsets tiff", "lies/strips.tif", strips.bytes(), Expected.rejected(TRUNCATED_IMAGE));
        TiffFile short1 = TiffFile.grey(64, 48, pixels).with(TiffFile.STRIP_BYTES, 1);
        corpus.add("short strip tiff", "lies/short.tif", short1.bytes(), Expected.indexedOr(CORRUPT_IMAGE));
        TiffFile bits = TiffFile.grey(64, 48, pixels).with(TiffFile.BITS, 65_535);
        corpus.add("tiff of 65535 bits", "lies/bits.tif", bits.bytes(), Expected.rejected(CORRUPT_IMAGE));
    }

    private static Expected damaged() {
        return Expected.rejected(TRUNCATED_IMAGE, CORRUPT_IMAGE);
    }

    private static void bmp(Corpus corpus) {
        byte[] pixels = new byte[64 * 48 * 3];
        corpus.add("bmp of negative height", "lies/top-down.bmp", BmpFile.colour(64, -48, pixels), Expected.indexed());
        corpus.add(
                "bmp of negative height",
                "lies/lowest.bmp",
                BmpFile.colour(64, Integer.MIN_VALUE, pixels),
                Expected.rejected(CORRUPT_IMAGE, IMAGE_TOO_LARGE, TRUNCATED_IMAGE));
        corpus.add(
                "bmp of negative width",
                "lies/negative.bmp",
                BmpFile.colour(-64, 48, pixels),
                Expected.rejected(CORRUPT_IMAGE));
        byte[] runs = new byte[2000];
        Arrays.fill(runs, (byte) 0xFF);
        corpus.add(
                "bmp runs beyond the row",
                "lies/runs.bmp",
                BmpFile.runs(64, 48, runs),
                Expected.indexedOr(CORRUPT_IMAGE));
    }

    private static void webp(Corpus corpus) {
        byte[] longer = SamplePictures.noise(".webp", 67, 48);
        little(longer).putInt(4, longer.length + 1000);
        corpus.add("webp lying about its length", "lies/longer.webp", longer, Expected.rejected(TRUNCATED_IMAGE));
        byte[] endless = SamplePictures.noise(".webp", 68, 48);
        little(endless).putInt(4, -1);
        corpus.add("webp lying about its length", "lies/endless.webp", endless, Expected.rejected(TRUNCATED_IMAGE));
        byte[] shorter = SamplePictures.noise(".webp", 69, 48);
        little(shorter).putInt(4, 20);
        corpus.add("webp lying about its length", "lies/shorter.webp", shorter, Expected.rejected(CORRUPT_IMAGE));
        byte[] inside = WebpFile.picture(SamplePictures.noise(".webp", 600, 480));
        corpus.add(
                "webp frame larger than its canvas",
                "lies/canvas.webp",
                WebpFile.of(WebpFile.extended(0, 16, 16), inside),
                Expected.rejected(CORRUPT_IMAGE));
    }

    private static void png(Corpus corpus) {
        byte[] little = PngFile.deflatedZeros(50);
        corpus.add(
                "png of too few rows",
                "lies/rows.png",
                SamplePictures.png(64, 48, 8, PngFile.COLOUR, little),
                Expected.indexedOr(CORRUPT_IMAGE, TRUNCATED_IMAGE));
        corpus.add(
                "png without its palette",
                "lies/palette.png",
                PngFile.zeros(64, 48, 8, PngFile.PALETTE),
                Expected.rejected(CORRUPT_IMAGE));
        byte[] length = SamplePictures.noise(".png", 70, 48);
        ByteBuffer.wrap(length).putInt(33, -1);
        corpus.add("png chunk of 4 GB", "lies/chunk.png", length, Expected.rejected(TRUNCATED_IMAGE, CORRUPT_IMAGE));
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
