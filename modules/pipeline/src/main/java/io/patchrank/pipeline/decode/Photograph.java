package io.patchrank.pipeline.decode;

import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.draw.Area;
import io.patchrank.imaging.draw.Canvas;
import io.patchrank.imaging.draw.Colour;
import io.patchrank.imaging.draw.Encoding;
import io.patchrank.imaging.header.ImageLimits;

final class Photograph {
    private Photograph() {}

    static byte[] jpeg(byte[] bytes, String name, int longestSide) {
        try (BgrImage image = new BgrDecoder(ImageLimits.DEFAULT).decodeForDisplay(bytes, name, longestSide);
                Canvas canvas = new Canvas(image.width(), image.height(), Colour.PAPER)) {
            canvas.place(image, new Area(0, 0, image.width(), image.height()));
            return canvas.encoded(Encoding.JPEG);
        }
    }
}
