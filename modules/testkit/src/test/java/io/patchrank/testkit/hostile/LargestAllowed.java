package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.CORRUPT_IMAGE;

import io.patchrank.imaging.SamplePictures;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Honest pictures, just within the limits of pixels and bytes, in the forms that cost a decoder most. */
final class LargestAllowed {
    private static final int SIDE = 7071;
    private static final int BYTES = 255 << 20;

    private LargestAllowed() {}

    static void addTo(Corpus corpus) {
        String pixels = "as many pixels as allowed";
        corpus.add(pixels, "large/deep.png", PngFile.zeros(SIDE, SIDE, 16, PngFile.COLOUR_ALPHA), Expected.indexed());
        try (Mat mat = new Mat(SIDE, SIDE, opencv_core.CV_8UC3, new Scalar(30, 90, 160, 0))) {
            byte[] progressive = SamplePictures.encode(
                    ".jpg",
                    mat,
                    opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE,
                    1,
                    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444);
            corpus.add(pixels, "large/progressive.jpg", progressive, Expected.indexed());
        }
        byte[] samples = PngFile.deflatedZeros((long) SIDE * SIDE);
        TiffFile strip = TiffFile.grey(SIDE, SIDE, samples).with(TiffFile.COMPRESSION, TiffFile.DEFLATE);
        corpus.add(pixels, "large/one-strip.tif", strip.bytes(), Expected.indexed());
        byte[] runs = BmpFile.runs(SIDE, SIDE, new byte[] {0, 1});
        corpus.add(pixels, "large/no-runs.bmp", runs, Expected.indexedOr(CORRUPT_IMAGE));
        byte[] scans = JpegFile.ofEmptyScans(SIDE, SIDE, 20);
        corpus.add("jpeg of 20 empty scans", "large/scans-20.jpg", scans, Expected.indexedOr(CORRUPT_IMAGE));
        byte[] tooMany = JpegFile.ofEmptyScans(SIDE, SIDE, 100);
        corpus.add("jpeg of 100 empty scans", "large/scans-100.jpg", tooMany, Expected.rejected(CORRUPT_IMAGE));
        byte[] padded = Arrays.copyOf(SamplePictures.noise(".png", 66, 48), BYTES);
        corpus.add("as many bytes as allowed", "large/padded.png", padded, Expected.indexed());
    }
}
