package io.patchrank.evaluation.sample;

import java.util.Arrays;

/** A closed outline: x and y in turns, in pixels. Immutable by convention: the array is never written after creation. */
final class Shape {
    final double[] xy;

    private Shape(double[] xy) {
        this.xy = xy;
    }

    static Shape polygon(double... xy) {
        return new Shape(xy.clone());
    }

    static Shape box(double x, double y, double width, double height) {
        return new Shape(new double[] {x, y, x + width, y, x + width, y + height, x, y + height});
    }

    static Shape circle(double x, double y, double radius) {
        return ellipse(x, y, radius, radius);
    }

    static Shape ellipse(double x, double y, double radiusX, double radiusY) {
        return sector(x, y, radiusX, radiusY, 0, 360);
    }

    /** The part of an ellipse between two angles in degrees, clockwise from the right, closed by its chord. */
    static Shape sector(double x, double y, double radiusX, double radiusY, double from, double to) {
        int corners = 48;
        double[] xy = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double angle = Math.toRadians(from + (to - from) * i / (to - from >= 360 ? corners : corners - 1));
            xy[2 * i] = x + radiusX * Math.cos(angle);
            xy[2 * i + 1] = y + radiusY * Math.sin(angle);
        }
        return new Shape(xy);
    }

    /** A box whose top is a half circle. */
    static Shape arch(double x, double y, double width, double height) {
        Shape top = sector(x + width / 2, y + width / 2, width / 2, width / 2, 180, 360);
        double[] xy = Arrays.copyOf(top.xy, top.xy.length + 4);
        xy[xy.length - 4] = x + width;
        xy[xy.length - 3] = y + height;
        xy[xy.length - 2] = x;
        xy[xy.length - 1] = y + height;
        return new Shape(xy);
    }

    /** A star, or with {@code inner == 1} a regular polygon of {@code 2 * points} corners. */
    static Shape star(double x, double y, double radius, int points, double inner, double degrees) {
        double[] xy = new double[4 * points];
        for (int i = 0; i < 2 * points; i++) {
            double angle = Math.toRadians(degrees) + Math.PI * i / points;
            double r = i % 2 == 0 ? radius : radius * inner;
            xy[2 * i] = x + r * Math.cos(angle);
            xy[2 * i + 1] = y + r * Math.sin(angle);
        }
        return new Shape(xy);
    }

    /** A smooth irregular blob. */
    static Shape blob(Dice dice, double x, double y, double radiusX, double radiusY) {
        double[] phase = {dice.between(0, 7), dice.between(0, 7), dice.between(0, 7)};
        double[] xy = new double[80];
        for (int i = 0; i < 40; i++) {
            double angle = 2 * Math.PI * i / 40;
            double swell = 1
                    + 0.16 * Math.sin(2 * angle + phase[0])
                    + 0.12 * Math.sin(3 * angle + phase[1])
                    + 0.06 * Math.sin(5 * angle + phase[2]);
            xy[2 * i] = x + radiusX * swell * Math.cos(angle);
            xy[2 * i + 1] = y + radiusY * swell * Math.sin(angle);
        }
        return new Shape(xy);
    }
}
