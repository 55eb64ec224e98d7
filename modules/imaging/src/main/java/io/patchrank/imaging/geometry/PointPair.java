package io.patchrank.imaging.geometry;

/** A place of one image and the place of another that is believed to show the same, both in pixels. */
public record PointPair(double fromX, double fromY, double toX, double toY) {
    PointPair reversed() {
        return new PointPair(toX, toY, fromX, fromY);
    }
}
