package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_core.CV_32SC2;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.fillPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.polylines;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture being drawn: antialiased shapes, text, textures and soft shadows on 8-bit BGR, through a pen that can be
 * moved, turned and scaled. Owns its pixels. One thread.
 */
final class Sketch implements AutoCloseable {
    private static final int SUBPIXEL_BITS = 4;
    private static final Colour WHITE_LIGHT = Colour.grey(255);

    final int width;
    final int height;
    private final Mat pixels;
    private double[] pen = {1, 0, 0, 0, 1, 0};

    /** Takes over {@code pixels} (8-bit BGR). */
    Sketch(Mat pixels) {
        this.pixels = pixels;
        width = pixels.cols();
        height = pixels.rows();
    }

    static Sketch blank(int width, int height, Colour colour) {
        try (Scalar scalar = scalar(colour)) {
            return new Sketch(new Mat(height, width, CV_8UC3, scalar));
        }
    }

    /** The pixels; still owned by this sketch. */
    Mat pixels() {
        return pixels;
    }

    /** Draws with the origin at {@code x, y}, turned clockwise and scaled; may be nested. */
    void at(double x, double y, double degrees, double scale, Runnable drawing) {
        double[] outer = pen;
        double cos = scale * Math.cos(Math.toRadians(degrees));
        double sin = scale * Math.sin(Math.toRadians(degrees));
        pen = new double[] {
            outer[0] * cos + outer[1] * sin,
            -outer[0] * sin + outer[1] * cos,
            outer[0] * x + outer[1] * y + outer[2],
            outer[3] * cos + outer[4] * sin,
            -outer[3] * sin + outer[4] * cos,
            outer[3] * x + outer[4] * y + outer[5]
        };
        drawing.run();
        pen = outer;
    }

    void fill(Shape shape, Colour colour) {
        try (PointerScope scope = new PointerScope()) {
            fillPoly(pixels, contour(shape.xy, 0, 0), scalar(colour), LINE_AA, SUBPIXEL_BITS, new Point());
        }
    }

    /** Fills with an opacity of 0..1. */
    void fill(Shape shape, Colour colour, double opacity) {
        glaze(shape, colour, opacity, 0);
    }

    /** A soft spot of colour or, in black, a shadow; {@code softness} is the deviation of its blur in pixels. */
    void glaze(Shape shape, Colour colour, double opacity, double softness) {
        try (PointerScope scope = new PointerScope()) {
            Rect area = bounds(shape.xy, 3 * softness + 2);
            if (area.width() > 0 && area.height() > 0) {
                Mat mask = mask(shape, area, opacity);
                if (softness > 0) {
                    GaussianBlur(mask, mask, new Size(0, 0), softness);
                }
                Mat region = new Mat(pixels, area);
                Mat paint = new Mat(area.height(), area.width(), CV_8UC3, scalar(colour));
                blend(region, paint, mask);
            }
        }
    }

    /** A shadow that the shape casts on what is already drawn. */
    void shadow(Shape shape, double dx, double dy, double softness, double strength) {
        at(dx, dy, 0, 1, () -> glaze(shape, Colour.BLACK, strength, softness));
    }

    /** Fills with a vertical gradient over the shape's height on the picture. */
    void gradient(Shape shape, Colour top, Colour bottom) {
        try (PointerScope scope = new PointerScope()) {
            Rect area = bounds(shape.xy, 1);
            if (area.width() > 0 && area.height() > 0) {
                Raster column = new Raster(1, area.height());
                for (int y = 0; y < area.height(); y++) {
                    column.set(0, y, top, bottom, (y + 0.5) / area.height(), 1);
                }
                Mat paint = new Mat();
                resize(column.toMat(), paint, area.size(), 0, 0, INTER_LINEAR);
                blend(new Mat(pixels, area), paint, mask(shape, area, 1));
            }
        }
    }

    /** Fills with the part of {@code texture} that lies at the same place, tiled beyond its end. */
    void fill(Shape shape, Mat texture) {
        try (PointerScope scope = new PointerScope()) {
            Rect area = bounds(shape.xy, 1);
            int w = Math.min(area.width(), texture.cols());
            int h = Math.min(area.height(), texture.rows());
            if (w > 0 && h > 0) {
                Rect source =
                        new Rect(Math.min(area.x(), texture.cols() - w), Math.min(area.y(), texture.rows() - h), w, h);
                Rect target = new Rect(area.x(), area.y(), w, h);
                blend(new Mat(pixels, target), new Mat(texture, source), mask(shape, target, 1));
            }
        }
    }

    /** Fills with {@code cloth}, laid with its corner at {@code left, top} of the picture; ignores the pen. */
    void cut(Shape shape, Mat cloth, double left, double top) {
        try (PointerScope scope = new PointerScope()) {
            Rect area = bounds(shape.xy, 0);
            int x = Math.max(0, area.x() - (int) Math.round(left));
            int y = Math.max(0, area.y() - (int) Math.round(top));
            int w = Math.min(area.width(), cloth.cols() - x);
            int h = Math.min(area.height(), cloth.rows() - y);
            if (w > 0 && h > 0) {
                Rect target = new Rect(area.x(), area.y(), w, h);
                blend(new Mat(pixels, target), new Mat(cloth, new Rect(x, y, w, h)), mask(shape, target, 1));
            }
        }
    }

    /** Draws the outline; {@code thickness} in pixels before scaling. */
    void stroke(Shape shape, Colour colour, double thickness) {
        line(shape.xy, true, colour, thickness);
    }

    /** Draws an open line through points, x and y in turns. */
    void line(Colour colour, double thickness, double... xy) {
        line(xy, false, colour, thickness);
    }

    private void line(double[] xy, boolean closed, Colour colour, double thickness) {
        try (PointerScope scope = new PointerScope()) {
            int pixelsThick = (int) Math.max(1, Math.round(thickness * Math.hypot(pen[0], pen[3])));
            polylines(pixels, contour(xy, 0, 0), closed, scalar(colour), pixelsThick, LINE_AA, SUBPIXEL_BITS);
        }
    }

    /** Writes centred on {@code x, y}, at most {@code maxWidth} wide and {@code size} high (capitals), in pixels. */
    void text(Lettering lettering, String text, double x, double y, double size, double maxWidth, Colour colour) {
        try (PointerScope scope = new PointerScope()) {
            IntPointer below = new IntPointer(1);
            double nominal = 2.0;
            int weight = lettering.weight();
            Size extent = getTextSize(text, lettering.font(), nominal, weight, below);
            int margin = weight + 2;
            int w = extent.width() + 2 * margin;
            int h = extent.height() + below.get() + 2 * margin;
            Mat glyphs = new Mat(h, w, CV_8UC1, new Scalar(0));
            Point base = new Point(margin, margin + extent.height());
            putText(glyphs, text, base, lettering.font(), nominal, new Scalar(255), weight, LINE_AA, false);
            double scale = Math.min(size / extent.height(), maxWidth / extent.width());
            double left = x - scale * w / 2.0;
            double top = y - scale * (margin + extent.height() / 2.0);
            Shape frame = Shape.box(left, top, scale * w, scale * h);
            Rect area = bounds(frame.xy, 1);
            if (area.width() < 1 || area.height() < 1) {
                return;
            }
            double[] place = {
                pen[0] * scale, pen[1] * scale, pen[0] * left + pen[1] * top + pen[2] - area.x(),
                pen[3] * scale, pen[4] * scale, pen[3] * left + pen[4] * top + pen[5] - area.y()
            };
            double reduction = 1 / Math.hypot(place[0], place[3]);
            if (reduction > 1.5) {
                GaussianBlur(glyphs, glyphs, new Size(0, 0), 0.35 * reduction);
            }
            Mat matrix = new Mat(2, 3, CV_64FC1);
            matrix.<DoubleBuffer>createBuffer().put(place);
            Mat mask = new Mat();
            warpAffine(glyphs, mask, matrix, area.size(), INTER_LINEAR, 0, new Scalar(0));
            blend(new Mat(pixels, area), new Mat(area.height(), area.width(), CV_8UC3, scalar(colour)), mask);
        }
    }

    /** Multiplies all pixels by 0.5..1.5 according to {@code light} (0..1 per pixel): uneven light, worn material. */
    void modulate(float[] light, double strength) {
        Raster grey = new Raster(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                grey.set(x, y, WHITE_LIGHT, 0.5 + strength * (light[y * width + x] - 0.5));
            }
        }
        try (Mat factor = grey.toMat()) {
            multiply(pixels, factor, pixels, 1 / 127.5, -1);
        }
    }

    private static void blend(Mat region, Mat paint, Mat mask) {
        try (Mat share = new Mat();
                Mat rest = new Mat();
                Mat painted = new Mat()) {
            cvtColor(mask, share, COLOR_GRAY2BGR);
            bitwise_not(share, rest);
            multiply(region, rest, region, 1 / 255.0, -1);
            multiply(paint, share, painted, 1 / 255.0, -1);
            add(region, painted, region);
        }
    }

    private Mat mask(Shape shape, Rect area, double opacity) {
        Mat mask = new Mat(area.height(), area.width(), CV_8UC1, new Scalar(0));
        MatVector outline = contour(shape.xy, area.x(), area.y());
        fillPoly(mask, outline, new Scalar(255 * opacity), LINE_AA, SUBPIXEL_BITS, new Point());
        return mask;
    }

    private MatVector contour(double[] xy, double left, double top) {
        int[] fixed = new int[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            double x = pen[0] * xy[i] + pen[1] * xy[i + 1] + pen[2] - left;
            double y = pen[3] * xy[i] + pen[4] * xy[i + 1] + pen[5] - top;
            fixed[i] = (int) Math.round(x * (1 << SUBPIXEL_BITS));
            fixed[i + 1] = (int) Math.round(y * (1 << SUBPIXEL_BITS));
        }
        Mat points = new Mat(xy.length / 2, 1, CV_32SC2);
        points.<IntBuffer>createBuffer().put(fixed);
        return new MatVector(points);
    }

    private Rect bounds(double[] xy, double margin) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < xy.length; i += 2) {
            double x = pen[0] * xy[i] + pen[1] * xy[i + 1] + pen[2];
            double y = pen[3] * xy[i] + pen[4] * xy[i + 1] + pen[5];
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        int x0 = (int) Math.max(0, Math.floor(left - margin));
        int y0 = (int) Math.max(0, Math.floor(top - margin));
        int x1 = (int) Math.min(width, Math.ceil(right + margin) + 1);
        int y1 = (int) Math.min(height, Math.ceil(bottom + margin) + 1);
        return new Rect(x0, y0, Math.max(0, x1 - x0), Math.max(0, y1 - y0));
    }

    private static Scalar scalar(Colour colour) {
        return new Scalar(colour.blue(), colour.green(), colour.red(), 0);
    }

    @Override
    public void close() {
        pixels.close();
    }
}
