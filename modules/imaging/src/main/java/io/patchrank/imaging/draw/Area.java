package io.patchrank.imaging.draw;

import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import org.bytedeco.opencv.opencv_core.Rect;

/** A rectangle of a canvas in pixels, origin top left. */
public record Area(int x, int y, int width, int height) {
    public Area {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("x, y >= 0 and width, height >= 1");
        }
    }

    /** The same without a margin on each side. */
    public Area inset(int margin) {
        return new Area(x + margin, y + margin, width - 2 * margin, height - 2 * margin);
    }

    /** The largest area of this shape in the middle of this one. */
    Area fitted(int shapeWidth, int shapeHeight) {
        double factor = Math.min((double) width / shapeWidth, (double) height / shapeHeight);
        int fittedWidth = Math.clamp(Math.round(shapeWidth * factor), 1, width);
        int fittedHeight = Math.clamp(Math.round(shapeHeight * factor), 1, height);
        return new Area(x + (width - fittedWidth) / 2, y + (height - fittedHeight) / 2, fittedWidth, fittedHeight);
    }

    /** The part of this area that shows {@code part} of an image that fills it. */
    Area part(ImageArea part) {
        int left = x(new ImagePoint(part.x(), part.y()));
        int top = y(new ImagePoint(part.x(), part.y()));
        int right = Math.max(left + 1, Math.min(x + width, x(new ImagePoint(part.x() + part.width(), 0))));
        int bottom = Math.max(top + 1, Math.min(y + height, y(new ImagePoint(0, part.y() + part.height()))));
        return new Area(left, top, right - left, bottom - top);
    }

    /** The column where a place of an image lies that fills this area. */
    int x(ImagePoint place) {
        return x + (int) Math.round(place.x() * width);
    }

    /** The row where a place of an image lies that fills this area. */
    int y(ImagePoint place) {
        return y + (int) Math.round(place.y() * height);
    }

    Rect rectangle() {
        return new Rect(x, y, width, height);
    }
}
