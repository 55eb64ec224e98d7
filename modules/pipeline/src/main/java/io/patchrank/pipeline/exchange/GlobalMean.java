package io.patchrank.pipeline.exchange;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import java.nio.file.Path;

/** A global descriptor for images that have none: the mean of their local descriptors, by weight. */
final class GlobalMean {
    private GlobalMean() {}

    /** Descriptors count alike where no weight is positive. */
    static float[] of(LocalDescriptors locals) {
        double sum = 0;
        for (int i = 0; i < locals.validCount(); i++) {
            sum += Math.max(0, locals.weight()[i]);
        }
        int dimension = locals.dimension();
        float[] mean = new float[dimension];
        for (int i = 0; i < locals.validCount(); i++) {
            float weight = sum > 0 ? (float) (Math.max(0, locals.weight()[i]) / sum) : 1f / locals.validCount();
            for (int d = 0; d < dimension; d++) {
                mean[d] += weight * locals.values()[i * dimension + d];
            }
        }
        return mean;
    }

    /** Length 1. */
    static float[] normalised(float[] global, Path file, int row) {
        double squares = 0;
        for (float value : global) {
            squares += (double) value * value;
        }
        if (squares == 0) {
            throw new PatchrankException(
                    ErrorCode.DATA_CORRUPT,
                    file.toString(),
                    "row " + row + " makes a global descriptor of zeros, which has no direction; extract it again");
        }
        float[] unit = new float[global.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = (float) (global[d] / Math.sqrt(squares));
        }
        return unit;
    }
}
