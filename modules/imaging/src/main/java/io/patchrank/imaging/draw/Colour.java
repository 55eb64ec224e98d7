package io.patchrank.imaging.draw;

import org.bytedeco.opencv.opencv_core.Scalar;

/** A colour of 0..255 per channel. */
public record Colour(int red, int green, int blue) {
    public static final Colour BLACK = new Colour(0, 0, 0);
    public static final Colour WHITE = new Colour(255, 255, 255);
    public static final Colour GREY = new Colour(128, 128, 128);
    /** What is drawn on. */
    public static final Colour PAPER = new Colour(250, 249, 246);
    /** For text on {@link #PAPER}. */
    public static final Colour INK = new Colour(40, 40, 44);
    /** For what stays in the background: rules, empty cells. */
    public static final Colour FAINT = new Colour(214, 212, 206);
    /** For hits; told from {@link #VERMILION} by colour-blind readers too (Okabe and Ito's palette). */
    public static final Colour GREEN = new Colour(0, 158, 115);
    /** For misses. */
    public static final Colour VERMILION = new Colour(213, 94, 0);
    /** For the query. */
    public static final Colour BLUE = new Colour(0, 114, 178);

    public Colour {
        if (((red | green | blue) & ~0xFF) != 0) {
            throw new IllegalArgumentException("channels are 0..255");
        }
    }

    /** Of 0xRRGGBB. */
    public static Colour ofRgb(int rgb) {
        return new Colour(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
    }

    /** In OpenCV's order; owned by the caller. */
    Scalar scalar() {
        return new Scalar(blue, green, red, 0);
    }
}
