package io.patchrank.models;

/** Mean and covariance of vectors seen one by one, in float64 (Welford 1962). Not thread-safe. */
public final class Moments {
    private final int dimension;
    private final double[] mean;
    private final double[] scatter;
    private final double[] before;
    private long count;

    public Moments(int dimension) {
        this.dimension = dimension;
        this.mean = new double[dimension];
        this.scatter = new double[dimension * dimension];
        this.before = new double[dimension];
    }

    /**
     * Takes in one vector.
     *
     * @param vector [dimension], finite
     */
    public void add(float[] vector) {
        if (vector.length != dimension) {
            throw new IllegalArgumentException("expected " + dimension + " values, got " + vector.length);
        }
        count++;
        for (int i = 0; i < dimension; i++) {
            before[i] = vector[i] - mean[i];
            mean[i] += before[i] / count;
        }
        double weight = (count - 1.0) / count;
        for (int i = 0; i < dimension; i++) {
            double scaled = before[i] * weight;
            int row = i * dimension;
            for (int j = 0; j <= i; j++) {
                scatter[row + j] += scaled * before[j];
            }
        }
    }

    public int dimension() {
        return dimension;
    }

    public long count() {
        return count;
    }

    /** [dimension] */
    public double[] mean() {
        return mean.clone();
    }

    /** Row-major [dimension, dimension], divided by the count. */
    public double[] covariance() {
        double[] covariance = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                double value = scatter[i * dimension + j] / Math.max(count, 1);
                covariance[i * dimension + j] = value;
                covariance[j * dimension + i] = value;
            }
        }
        return covariance;
    }
}
