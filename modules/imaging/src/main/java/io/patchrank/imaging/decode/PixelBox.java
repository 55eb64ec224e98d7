package io.patchrank.imaging.decode;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import org.bytedeco.opencv.opencv_core.Rect;

/** The whole pixels that a crop box takes: every edge is rounded down, as AMES' {@code img[int(y1):int(y2)]} does. */
record PixelBox(int x, int y, int width, int height) {
    /** Adding position and width loses the last bits of an edge that was given as a whole number. */
    private static final double ROUNDING = 1e-6;

    static PixelBox of(CropBox crop, int pictureWidth, int pictureHeight, int minSide, String name) {
        int left = edge(crop.x(), pictureWidth);
        int top = edge(crop.y(), pictureHeight);
        int right = edge(crop.x() + crop.width(), pictureWidth);
        int bottom = edge(crop.y() + crop.height(), pictureHeight);
        if (right - left < minSide || bottom - top < minSide) {
            String message = "the crop box covers %d x %d of the picture's %d x %d pixels; each side needs at least %d"
                    .formatted(right - left, bottom - top, pictureWidth, pictureHeight, minSide);
            throw new PatchrankException(ErrorCode.BAD_REQUEST, name, message);
        }
        return new PixelBox(left, top, right - left, bottom - top);
    }

    private static int edge(double position, int side) {
        return (int) Math.min(Math.floor(position + ROUNDING), side);
    }

    /** The same as fractions of the picture. */
    ImageArea areaOf(double pictureWidth, double pictureHeight) {
        return new ImageArea(x / pictureWidth, y / pictureHeight, width / pictureWidth, height / pictureHeight);
    }

    Rect rectangle() {
        return new Rect(x, y, width, height);
    }
}
