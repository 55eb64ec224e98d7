package io.patchrank.evaluation.report.html;

import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Colour;
import io.patchrank.imaging.draw.Encoding;

/** A picture for tests. */
final class TinyPicture {
    private TinyPicture() {}

    static byte[] png() {
        try (Canvas canvas = new Canvas(64, 48, new Colour(200, 30, 30))) {
            return canvas.encoded(Encoding.PNG);
        }
    }
}
