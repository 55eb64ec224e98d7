package io.patchrank.imaging.draw;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.blendLinear;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.imaging.decode.BgrImage;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
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

    /** Length in pixels of an arrow's head. */
    private static final double HEAD = 10;

    private final Mat mat;

    public Canvas(int width, int height, Colour background) {
        try (PointerScope scope = new PointerScope()) {
            this.mat = new Mat(height, width, CV_8UC3, background.scalar());
            mat.retainReference();
        }
    }

    /** Takes the matrix over. */
    private Canvas(Mat mat) {
        this.mat = mat;
        mat.retainReference();
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

    /** A frame inside the area's edge, sharp at its corners; it fills an area that is too small for an inside. */
    public void border(Area area, Colour colour, int thickness) {
        if (Math.min(area.width(), area.height()) <= 2 * thickness) {
            fill(area, colour);
            return;
        }
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

    /** A line with a head of 10 pixels at its end. */
    public void arrow(int fromX, int fromY, int toX, int toY, Colour colour, int thickness) {
        double length = Math.max(1, Math.hypot(toX - fromX, toY - fromY));
        try (PointerScope scope = new PointerScope()) {
            opencv_imgproc.arrowedLine(
                    mat,
                    new Point(fromX, fromY),
                    new Point(toX, toY),
                    colour.scalar(),
                    thickness,
                    LINE_AA,
                    0,
                    Math.min(0.5, HEAD / length));
        }
    }

    /** A filled disc with a smooth edge. */
    public void disc(int x, int y, int radius, Colour colour) {
        try (PointerScope scope = new PointerScope()) {
            opencv_imgproc.circle(mat, new Point(x, y), radius, colour.scalar(), FILLED, LINE_AA, 0);
        }
    }

    /**
     * Draws translucently.
     *
     * @param opacity 0 to 1 of all that {@code drawing} draws on the canvas it is given
     */
    public void faintly(double opacity, Consumer<Canvas> drawing) {
        try (Canvas layer = new Canvas(mat.clone());
                PointerScope scope = new PointerScope()) {
            drawing.accept(layer);
            addWeighted(layer.mat, opacity, mat, 1 - opacity, 0, mat);
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

    /** The end of the text, as much as fits into {@code width} pixels: names differ at their end. */
    public static String endOf(String text, int capitalHeight, int width) {
        String shown = text;
        while (shown.length() > 4 && textWidth(shown, capitalHeight) > width) {
            shown = ".." + shown.substring(3);
        }
        return shown;
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

    /**
     * Lays a picture over all of the area, stretched to it, as far as its own opacity says.
     *
     * @param png 8 bits, with alpha or without
     * @param area lies within the canvas
     */
    public void overlay(byte[] png, Area area) {
        try (PointerScope scope = new PointerScope()) {
            Mat read = imdecode(new Mat(1, png.length, CV_8UC1, new BytePointer(png)), IMREAD_UNCHANGED);
            Mat fitted = new Mat();
            boolean shrinks = area.width() < read.cols();
            Size size = new Size(area.width(), area.height());
            resize(read, fitted, size, 0, 0, shrinks ? INTER_AREA : INTER_LINEAR);
            Mat view = mat.apply(area.rectangle());
            if (fitted.channels() == 3) {
                fitted.copyTo(view);
                return;
            }
            Mat colour = new Mat();
            cvtColor(fitted, colour, COLOR_BGRA2BGR);
            Mat opacity = new Mat();
            extractChannel(fitted, opacity, 3);
            blend(colour, opacity, view);
        }
    }

    private static void blend(Mat colour, Mat opacity, Mat target) {
        Mat weight = new Mat();
        opacity.convertTo(weight, CV_32FC1, 1 / 255.0, 0);
        Mat rest = new Mat();
        opacity.convertTo(rest, CV_32FC1, -1 / 255.0, 1);
        blendLinear(colour, target, weight, rest, target);
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
