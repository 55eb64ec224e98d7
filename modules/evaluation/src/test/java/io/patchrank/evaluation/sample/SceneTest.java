package io.patchrank.evaluation.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dot drawn on a scene must appear in the photograph where the camera's homography says. */
class SceneTest {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final double[][] DOTS = {{120, 90}, {360, 90}, {240, 180}, {120, 270}, {360, 270}};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void dotsAppearWhereTheHomographySays(int seed) {
        Dice dice = new Dice(seed);
        Camera camera = Camera.random(dice, SampleOptions.small(), WIDTH, HEIGHT, 0.8);
        try (Sketch drawing = Sketch.blank(WIDTH, HEIGHT, Colour.grey(255))) {
            for (double[] dot : DOTS) {
                drawing.fill(Shape.circle(dot[0], dot[1], 9), Colour.grey(0));
            }
            try (Scene scene = seed % 2 == 0
                            ? Scene.onWall(drawing.pixels(), Style.random(dice))
                            : Scene.continued(drawing.pixels());
                    Mat photo = scene.photograph(camera)) {
                assertThat(photo.cols()).isEqualTo(camera.width());
                assertThat(photo.rows()).isEqualTo(camera.height());
                int seen = 0;
                for (double[] dot : DOTS) {
                    double[] expected = camera.view().apply(dot[0], dot[1]);
                    if (inside(expected, camera)) {
                        double[] actual = darkCentre(photo, expected);
                        assertThat(actual[0]).isCloseTo(expected[0], within(0.5));
                        assertThat(actual[1]).isCloseTo(expected[1], within(0.5));
                        seen++;
                    }
                }
                assertThat(seen).isGreaterThanOrEqualTo(2);
            }
        }
    }

    private static boolean inside(double[] point, Camera camera) {
        return point[0] > 16 && point[1] > 16 && point[0] < camera.width() - 16 && point[1] < camera.height() - 16;
    }

    /** Centre of gravity of the darkness around a point. */
    private static double[] darkCentre(Mat photo, double[] around) {
        ByteBuffer bgr = photo.createBuffer();
        double weight = 0;
        double x = 0;
        double y = 0;
        for (int row = (int) around[1] - 14; row <= around[1] + 14; row++) {
            for (int column = (int) around[0] - 14; column <= around[0] + 14; column++) {
                double darkness = 255 - (bgr.get(3 * (row * photo.cols() + column)) & 255);
                weight += darkness;
                x += darkness * column;
                y += darkness * row;
            }
        }
        return new double[] {x / weight, y / weight};
    }
}
