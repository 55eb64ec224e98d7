package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Whole pictures in forms that are rare. */
final class OddPictures {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 44;

    private OddPictures() {}

    static void addTo(Corpus corpus) {
        odd(corpus, "16-bit png", "rgb16.png", encoded(".png", opencv_core.CV_16UC3));
        odd(corpus, "16-bit png", "grey16.png", encoded(".png", opencv_core.CV_16UC1));
        odd(corpus, "16-bit png", "alpha16.png", PngFile.zeros(WIDTH, HEIGHT, 16, PngFile.COLOUR_ALPHA));
        odd(corpus, "16-bit tiff", "rgb16.tif", encoded(".tiff", opencv_core.CV_16UC3));
        odd(corpus, "16-bit tiff", "grey16.tif", encoded(".tiff", opencv_core.CV_16UC1));
        odd(corpus, "cmyk jpeg", "cmyk.jpg", SamplePictures.cmykJpeg(60, 200, 50, 210));
        odd(corpus, "palette png", "palette.png", SamplePictures.palettePng(200, 30, 90));
        odd(corpus, "palette gif", "palette.gif", SamplePictures.noise(".gif", WIDTH, HEIGHT));
        odd(corpus, "one bit png", "bit.png", PngFile.zeros(WIDTH, HEIGHT, 1, PngFile.GREY));
        odd(corpus, "alpha png", "alpha.png", SamplePictures.alphaPng(WIDTH, HEIGHT));
        odd(corpus, "grey and alpha png", "grey-alpha.png", PngFile.zeros(WIDTH, HEIGHT, 8, PngFile.GREY_ALPHA));
        odd(corpus, "grey and alpha png", "grey-alpha16.png", PngFile.zeros(WIDTH, HEIGHT, 16, PngFile.GREY_ALPHA));
        odd(corpus, "grey jpeg", "grey.jpg", encoded(".jpg", opencv_core.CV_8UC1));
        odd(corpus, "alpha webp", "alpha.webp", encoded(".webp", opencv_core.CV_8UC4));
        odd(corpus, "alpha tiff", "alpha.tif", encoded(".tiff", opencv_core.CV_8UC4));
        odd(corpus, "alpha bmp", "alpha.bmp", encoded(".bmp", opencv_core.CV_8UC4));
        corpus.add("float tiff", "odd/float.tif", encoded(".tiff", opencv_core.CV_32FC3), Expected.anyOfAnImage());
    }

    private static void odd(Corpus corpus, String kind, String name, byte[] content) {
        corpus.add(kind, "odd/" + name, content, Expected.indexed());
    }

    private static byte[] encoded(String format, int type) {
        try (Mat mat = new Mat(HEIGHT, WIDTH, type, new Scalar(40, 90, 200, 120))) {
            return SamplePictures.encode(format, mat);
        }
    }
}
