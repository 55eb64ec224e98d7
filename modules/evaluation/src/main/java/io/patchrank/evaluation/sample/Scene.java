package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** A finished drawing with what surrounds it, ready to be photographed. Owns its pixels. */
final class Scene implements AutoCloseable {
    private static final double MARGIN = 0.45;
    private static final int SUPERSAMPLING = 2;

    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final Mat stage;

    private Scene(int width, int height, int left, int top, Mat stage) {
        this.width = width;
        this.height = height;
        this.left = left;
        this.top = top;
        this.stage = stage;
    }

    /** Draws {@code kind} and hangs it on a wall, or lets it go on beyond its edges, as suits the kind. */
    static Scene draw(SceneKind kind, Style style, Style surroundings, Dice dice, int longestSide) {
        double aspect = kind.aspect(dice);
        int width = (int) Math.round(aspect >= 1 ? longestSide : longestSide * aspect);
        int height = (int) Math.round(aspect >= 1 ? longestSide / aspect : longestSide);
        try (Sketch sketch = Sketch.blank(width, height, Colour.WHITE)) {
            kind.motif().draw(sketch, style, dice);
            return kind.hangs() ? onWall(sketch.pixels(), surroundings) : continued(sketch.pixels());
        }
    }

    /** A place that goes on, mirrored, beyond the drawing. */
    static Scene continued(Mat drawing) {
        int left = (int) (drawing.cols() * MARGIN);
        int top = (int) (drawing.rows() * MARGIN);
        Mat stage = new Mat();
        try (Scalar none = new Scalar()) {
            copyMakeBorder(drawing, stage, top, top, left, left, BORDER_REFLECT_101, none);
        }
        return new Scene(drawing.cols(), drawing.rows(), left, top, stage);
    }

    /** The drawing hung on a wall, with its shadow. */
    static Scene onWall(Mat drawing, Style surroundings) {
        int left = (int) (drawing.cols() * MARGIN);
        int top = (int) (drawing.rows() * MARGIN);
        Mat stage = new Mat();
        int width = drawing.cols() + 2 * left;
        int height = drawing.rows() + 2 * top;
        try (PointerScope scope = new PointerScope()) {
            resize(surroundings.wall(width / 2, height / 2), stage, new Size(width, height), 0, 0, INTER_LINEAR);
        }
        mute(stage);
        // The sketch only borrows the stage, so it is not closed.
        Sketch wall = new Sketch(stage);
        wall.shadow(Shape.box(left, top, drawing.cols(), drawing.rows()), 10, 14, 14, 0.55);
        try (Rect place = new Rect(left, top, drawing.cols(), drawing.rows());
                Mat target = new Mat(stage, place)) {
            drawing.copyTo(target);
        }
        return new Scene(drawing.cols(), drawing.rows(), left, top, stage);
    }

    /** Walls stay behind what hangs on them: paler and out of focus. */
    private static void mute(Mat wall) {
        try (Scalar grey = new Scalar(172, 176, 178, 0);
                Mat plain = new Mat(wall.rows(), wall.cols(), wall.type(), grey);
                Size automatic = new Size(0, 0)) {
            addWeighted(wall, 0.45, plain, 0.55, 0, wall);
            GaussianBlur(wall, wall, automatic, 1.6);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** What {@code camera} sees, 8-bit BGR; the caller closes it. */
    Mat photograph(Camera camera) {
        Homography onStage = Homography.of(1, 0, -left, 0, 1, -top, 0, 0, 1);
        // Pixel centres: scaling by s maps x to s * x + (s - 1) / 2.
        double half = (SUPERSAMPLING - 1) / 2.0;
        Homography enlarge = Homography.of(SUPERSAMPLING, 0, half, 0, SUPERSAMPLING, half, 0, 0, 1);
        Homography map = enlarge.after(camera.view()).after(onStage);
        Mat photo = new Mat();
        try (PointerScope scope = new PointerScope()) {
            Mat matrix = new Mat(3, 3, CV_64FC1);
            matrix.<DoubleBuffer>createBuffer()
                    .put(map.values().stream().mapToDouble(Double::doubleValue).toArray());
            Mat large = new Mat();
            Size size = new Size(camera.width() * SUPERSAMPLING, camera.height() * SUPERSAMPLING);
            warpPerspective(stage, large, matrix, size, INTER_LINEAR, BORDER_REFLECT_101, new Scalar());
            resize(large, photo, new Size(camera.width(), camera.height()), 0, 0, INTER_AREA);
        }
        return photo;
    }

    @Override
    public void close() {
        stage.close();
    }
}
