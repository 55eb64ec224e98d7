package io.patchrank.imaging.draw;

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

    Rect rectangle() {
        return new Rect(x, y, width, height);
    }
}
