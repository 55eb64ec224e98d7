package io.patchrank.evaluation.sample;

import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.BgrImage;
import io.patchrank.imaging.header.ImageLimits;
import java.nio.ByteBuffer;

/** A picture's green channel on the heap, to compare two views point by point. */
final class GreyImage {
    private final int width;
    private final int height;
    private final byte[] green;

    private GreyImage(int width, int height, byte[] green) {
        this.width = width;
        this.height = height;
        this.green = green;
    }

    static GreyImage decode(byte[] jpeg) {
        try (BgrImage image = new BgrDecoder(ImageLimits.DEFAULT).decode(jpeg, "view")) {
            ByteBuffer bgr = image.mat().createBuffer();
            byte[] green = new byte[image.width() * image.height()];
            for (int i = 0; i < green.length; i++) {
                green[i] = bgr.get(3 * i + 1);
            }
            return new GreyImage(image.width(), image.height(), green);
        }
    }

    /** Correlation of local contrast between this image and {@code other} at the mapped points, -1..1. */
    double correlation(GreyImage other, Homography toOther) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        int step = 4;
        for (int y = 12; y < height - 12; y += 3) {
            for (int x = 12; x < width - 12 - step; x += 3) {
                double[] here = toOther.apply(x, y);
                double[] right = toOther.apply(x + step, y);
                double[] down = toOther.apply(x, y + step);
                if (other.holds(here) && other.holds(right) && other.holds(down)) {
                    double[] a = {at(x + step, y) - at(x, y), at(x, y + step) - at(x, y)};
                    double base = other.at(here);
                    double[] b = {other.at(right) - base, other.at(down) - base};
                    for (int i = 0; i < 2; i++) {
                        xx += a[i] * a[i];
                        yy += b[i] * b[i];
                        xy += a[i] * b[i];
                    }
                }
            }
        }
        return xy / Math.sqrt(xx * yy + 1e-9);
    }

    private boolean holds(double[] point) {
        return point[0] >= 0 && point[1] >= 0 && point[0] < width - 1 && point[1] < height - 1;
    }

    private double at(double[] point) {
        return at((int) Math.round(point[0]), (int) Math.round(point[1]));
    }

    private double at(int x, int y) {
        return green[y * width + x] & 255;
    }
}
