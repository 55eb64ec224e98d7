package io.patchrank.imaging.decode;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;

import io.patchrank.imaging.header.ImageFormat;
import io.patchrank.imaging.header.ImageHeader;

/** By how much a JPEG shrinks while it is decoded, inside the inverse cosine transform. */
enum Reduction {
    EIGHTH(8),
    QUARTER(4),
    HALF(2),
    NONE(1);

    private final int divisor;

    Reduction(int divisor) {
        this.divisor = divisor;
    }

    /** The strongest reduction that leaves the longest side at {@code side} pixels or more. */
    static Reduction keeping(ImageHeader header, long side) {
        int longest = Math.max(header.width(), header.height());
        for (Reduction reduction : values()) {
            if (reduction.reduced(longest) >= side && header.format() == ImageFormat.JPEG) {
                return reduction;
            }
        }
        return NONE;
    }

    int divisor() {
        return divisor;
    }

    /** A side after this reduction, as libjpeg rounds it. */
    int reduced(int side) {
        return Math.ceilDiv(side, divisor);
    }

    /** Whether the size of the reduced picture tells if EXIF turned it: not when its two sides round to the same. */
    boolean showsOrientation(ImageHeader header) {
        return header.width() == header.height() || reduced(header.width()) != reduced(header.height());
    }

    int flag() {
        return switch (this) {
            case EIGHTH -> IMREAD_REDUCED_COLOR_8;
            case QUARTER -> IMREAD_REDUCED_COLOR_4;
            case HALF -> IMREAD_REDUCED_COLOR_2;
            case NONE -> IMREAD_COLOR;
        };
    }
}
