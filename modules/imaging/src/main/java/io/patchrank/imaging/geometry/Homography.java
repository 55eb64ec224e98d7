package io.patchrank.imaging.geometry;

import java.util.Arrays;

/** A projective map from pixels of one image to pixels of another: nine values, row by row, the last one 1. */
public final class Homography {
    /** Times that a thing is shown larger or smaller. */
    private static final double MOST_STRETCH = 10;

    /** Times that it is shown wider than high, or the other way: seen at a slant. */
    private static final double MOST_SHEAR = 5;

    /** Times that its near end is shown larger than its far one. */
    private static final double MOST_TILT = 4;

    private final double[] values;

    Homography(double[] values) {
        this.values = Arrays.stream(values).map(v -> v / values[8]).toArray();
    }

    public double[] values() {
        return values.clone();
    }

    /** Where {@code x, y} goes: x, y. */
    public double[] apply(double x, double y) {
        double w = depth(x, y);
        return new double[] {
            (values[0] * x + values[1] * y + values[2]) / w, (values[3] * x + values[4] * y + values[5]) / w
        };
    }

    private double depth(double x, double y) {
        return values[6] * x + values[7] * y + values[8];
    }

    /** The way back, by the adjugate. */
    Homography inverse() {
        double[] adjugate = new double[9];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                adjugate[3 * c + r] = at(r + 1, c + 1) * at(r + 2, c + 2) - at(r + 1, c + 2) * at(r + 2, c + 1);
            }
        }
        return new Homography(adjugate);
    }

    private double at(int row, int column) {
        return values[3 * (row % 3) + column % 3];
    }

    /** How far the pair is from what this map says, in pixels of the image mapped to. */
    public double error(PointPair pair) {
        double[] mapped = apply(pair.fromX(), pair.fromY());
        return Math.hypot(mapped[0] - pair.toX(), mapped[1] - pair.toY());
    }

    /**
     * Whether two cameras that look at a plane could make it, as far as it maps these points: none of them behind the
     * camera or at its horizon, none mirrored, nothing stretched or tilted until it could not be recognised.
     */
    boolean plausible(Iterable<PointPair> pairs) {
        double smallest = Double.MAX_VALUE;
        double largest = 0;
        for (PointPair pair : pairs) {
            Stretch stretch = stretch(pair.fromX(), pair.fromY());
            if (!stretch.plausible()) {
                return false;
            }
            smallest = Math.min(smallest, stretch.mean());
            largest = Math.max(largest, stretch.mean());
        }
        return largest < MOST_TILT * smallest;
    }

    /**
     * How the surroundings of a point are drawn out.
     *
     * @param most along the direction that is drawn out most; not a number where the map is no picture of the point
     * @param least along the one across
     */
    private record Stretch(double most, double least) {
        static final Stretch NONE = new Stretch(Double.NaN, Double.NaN);

        boolean plausible() {
            return most < MOST_STRETCH && least > 1 / MOST_STRETCH && most < MOST_SHEAR * least;
        }

        double mean() {
            return Math.sqrt(most * least);
        }
    }

    /** The singular values of the map's Jacobian. */
    private Stretch stretch(double x, double y) {
        double w = depth(x, y);
        double[] to = apply(x, y);
        double a = (values[0] - to[0] * values[6]) / w;
        double b = (values[1] - to[0] * values[7]) / w;
        double c = (values[3] - to[1] * values[6]) / w;
        double d = (values[4] - to[1] * values[7]) / w;
        double determinant = a * d - b * c;
        if (!(w > 0 && determinant > 0)) {
            return Stretch.NONE;
        }
        double squares = a * a + b * b + c * c + d * d;
        double spread = Math.sqrt(Math.max(0, squares * squares - 4 * determinant * determinant));
        return new Stretch(Math.sqrt((squares + spread) / 2), Math.sqrt(Math.max(0, (squares - spread) / 2)));
    }
}
