package io.patchrank.evaluation.sample;

import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_COMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_DUPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SCRIPT_COMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_TRIPLEX;

/** OpenCV's stroke fonts in the weights that look like print; weight in pixels at a scale of 2. */
enum Lettering {
    PLAIN(FONT_HERSHEY_SIMPLEX, 4),
    BOLD(FONT_HERSHEY_DUPLEX, 9),
    BLACK(FONT_HERSHEY_SIMPLEX, 12),
    BOOK(FONT_HERSHEY_COMPLEX, 4),
    TITLE(FONT_HERSHEY_TRIPLEX, 7),
    SCRIPT(FONT_HERSHEY_SCRIPT_COMPLEX, 5);

    private final int font;
    private final int weight;

    Lettering(int font, int weight) {
        this.font = font;
        this.weight = weight;
    }

    int font() {
        return font;
    }

    int weight() {
        return weight;
    }
}
