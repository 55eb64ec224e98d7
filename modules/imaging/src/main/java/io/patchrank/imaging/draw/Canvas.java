package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.imaging.decode.BgrImage;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture to draw on: contact sheets, rank lists, matches. Coordinates are pixels, origin top left. One owner, who
 * closes it; one thread at a time.
 */
public final class Canvas implements AutoCloseable {
    /** Height in pixels of a capital letter of OpenCV's Hershey font at scale 1. */
    private static final double CAPITAL = 22.0;

    private final Mat mat;

    public Canvas(int width, int height, Colour background) {
        try (PointerScope scope = new PointerScope()) {
            this.mat = new Mat(height, width, CV_8UC3, background.scalar());
            mat.retainReference();
        }
    }

    public int width() {
        return mat.cols();
    }

    public int height() {
        return mat.rows();
    }

    public void fill(Area area, Colour colour) {
        try (PointerScope scope = new PointerScope()) {
            opencv_imgproc.rectangle(mat, area.rectangle(), colour.scalar(), FILLED, LINE_8, 0);
        }
    }

    /** A frame inside the area's edge, sharp at its corners. */
    public void border(Area area, Colour colour, int thickness) {
        Area inner = area.inset(thickness);
        int below = inner.y() + inner.height();
        int right = inner.x() + inner.width();
        fill(new Area(area.x(), area.y(), area.width(), thickness), colour);
        fill(new Area(area.x(), below, area.width(), thickness), colour);
        fill(new Area(area.x(), inner.y(), thickness, inner.height()), colour);
        fill(new Area(right, inner.y(), thickness, inner.height()), colour);
    }

    /** A smooth line; what leaves the canvas is cut off. */
    public void line(int fromX, int fromY, int toX, int toY, Colour colour, int thickness) {
        try (PointerScope scope = new PointerScope()) {
            opencv_imgproc.line(
                    mat, new Point(fromX, fromY), new Point(toX, toY), colour.scalar(), thickness, LINE_AA, 0);
        }
    }

    /**
     * One line of text; what leaves the canvas is cut off.
     *
     * @param text the font has printable ASCII only: other characters are drawn as {@code ?}
     * @param x left end
     * @param baseline where the letters stand
     * @param capitalHeight of a capital letter in pixels
     */
    public void text(String text, int x, int baseline, int capitalHeight, Colour colour) {
        try (PointerScope scope = new PointerScope()) {
            putText(
                    mat,
                    ascii(text),
                    new Point(x, baseline),
                    FONT_HERSHEY_SIMPLEX,
                    capitalHeight / CAPITAL,
                    colour.scalar(),
                    thickness(capitalHeight),
                    LINE_AA,
                    false);
        }
    }

    /** How many pixels {@link #text} takes across. */
    public static int textWidth(String text, int capitalHeight) {
        try (PointerScope scope = new PointerScope()) {
            int[] unusedBaseline = new int[1];
            Size size = getTextSize(
                    ascii(text),
                    FONT_HERSHEY_SIMPLEX,
                    capitalHeight / CAPITAL,
                    thickness(capitalHeight),
                    unusedBaseline);
            return size.width();
        }
    }

    /**
     * Draws the picture as large as it fits in the middle of the area, its shape kept.
     *
     * @param image stays the caller's
     * @param area lies within the canvas
     * @return what the picture covers, for drawing on top of it
     */
    public Area place(BgrImage image, Area area) {
        if (area.x() + area.width() > width() || area.y() + area.height() > height()) {
            throw new IllegalArgumentException(area + " reaches out of the canvas");
        }
        Area covered = area.fitted(image.width(), image.height());
        boolean shrinks = covered.width() < image.width();
        try (PointerScope scope = new PointerScope()) {
            // The view has the target's size already, so the resize writes into the canvas.
            Mat view = mat.apply(covered.rectangle());
            resize(image.mat(), view, view.size(), 0, 0, shrinks ? INTER_AREA : INTER_LINEAR);
        }
        return covered;
    }

    /** The canvas as a file's content; see {@link Encoding} for the formats. */
    public byte[] encoded(Encoding encoding) {
        return encoding.encode(mat);
    }

    /**
     * Writes the canvas as PNG or JPEG, by the extension. The file appears complete or not at all.
     *
     * @throws PatchrankException {@code BAD_REQUEST} for another extension; {@code DISK_FULL},
     *     {@code IO_FAILED}
     */
    public void save(Path file) {
        AtomicFile.write(file, encoded(Encoding.of(file)));
    }

    /**
     * Whether {@link #save} has a chance: extension and folder.
     *
     * @throws PatchrankException {@code BAD_REQUEST} for another extension, {@code IO_FAILED} for the folder
     */
    public static void requireWritable(Path file) {
        Encoding.of(file);
        AtomicFile.requireWritable(file);
    }

    private static int thickness(int capitalHeight) {
        return Math.max(1, capitalHeight / 12);
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Override
    public void close() {
        mat.releaseReference();
    }
}
