package io.patchrank.api.picture;

import java.util.Optional;

/**
 * A rectangle on an image, as fractions of the width and height of the whole upright image, origin top left.
 *
 * @param x left edge
 * @param y upper edge
 */
public record ImageArea(double x, double y, double width, double height) {
    public static final ImageArea WHOLE = new ImageArea(0, 0, 1, 1);

    /**
     * What a box takes of an image, in whole pixels; the whole image where there is no box, or no size to reckon with.
     *
     * @param picture size of the whole upright image
     */
    public static ImageArea of(Optional<CropBox> crop, Optional<PixelSize> picture) {
        return crop.flatMap(box -> picture.flatMap(size -> box.within(size).map(taken -> of(taken, size))))
                .orElse(WHOLE);
    }

    private static ImageArea of(CropBox box, PixelSize size) {
        return new ImageArea(
                box.x() / size.width(),
                box.y() / size.height(),
                box.width() / size.width(),
                box.height() / size.height());
    }

    /** Where on the image a place of this area is that is given as fractions of the area. */
    public ImagePoint at(double fractionX, double fractionY) {
        return new ImagePoint(x + fractionX * width, y + fractionY * height);
    }
}
