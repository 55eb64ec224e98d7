package io.patchrank.evaluation.sample;

import java.util.Arrays;
import java.util.List;

/**
 * A projective map of the plane, pixel to pixel: {@code (x, y, 1)} times the 3x3 matrix, divided by the third value.
 *
 * @param values row-major, nine of them
 */
public record Homography(List<Double> values) {
    public Homography {
        if (values.size() != 9) {
            throw new IllegalArgumentException("a homography has nine values, not " + values.size());
        }
        values = List.copyOf(values);
    }

    static Homography of(double... values) {
        return new Homography(Arrays.stream(values).boxed().toList());
    }

    /** Where {@code x, y} goes. */
    public double[] apply(double x, double y) {
        double w = at(2, 0) * x + at(2, 1) * y + at(2, 2);
        return new double[] {(at(0, 0) * x + at(0, 1) * y + at(0, 2)) / w, (at(1, 0) * x + at(1, 1) * y + at(1, 2)) / w
        };
    }

    /** First {@code inner}, then this. */
    public Homography after(Homography inner) {
        double[] product = new double[9];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                product[3 * r + c] = at(r, 0) * inner.at(0, c) + at(r, 1) * inner.at(1, c) + at(r, 2) * inner.at(2, c);
            }
        }
        return normalised(product);
    }

    /** The way back, by the adjugate. */
    public Homography inverse() {
        double[] adjugate = new double[9];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                adjugate[3 * c + r] = at((r + 1) % 3, (c + 1) % 3) * at((r + 2) % 3, (c + 2) % 3)
                        - at((r + 1) % 3, (c + 2) % 3) * at((r + 2) % 3, (c + 1) % 3);
            }
        }
        return normalised(adjugate);
    }

    private static Homography normalised(double[] values) {
        double last = values[8];
        return of(Arrays.stream(values).map(v -> v / last).toArray());
    }

    double at(int row, int column) {
        return values.get(3 * row + column);
    }
}
