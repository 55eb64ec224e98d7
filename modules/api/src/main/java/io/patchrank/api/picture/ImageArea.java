package io.patchrank.api.picture;

/**
 * A rectangle on an image, as fractions of the width and height of the whole upright image, origin top left.
 *
 * @param x left edge
 * @param y upper edge
 */
public record ImageArea(double x, double y, double width, double height) {
    public static final ImageArea WHOLE = new ImageArea(0, 0, 1, 1);

    /** Where on the image a place of this area is that is given as fractions of the area. */
    public ImagePoint at(double fractionX, double fractionY) {
        return new ImagePoint(x + fractionX * width, y + fractionY * height);
    }
}
