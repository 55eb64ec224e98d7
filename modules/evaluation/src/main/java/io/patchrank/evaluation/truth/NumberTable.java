package io.patchrank.evaluation.truth;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pickle.PickleFile;
import io.patchrank.pickle.StoredTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in rows and columns and perhaps further dimensions, all of the same length.
 *
 * @param subject file, for errors
 * @param shape of the values, row-major
 */
public record NumberTable(String subject, int[] shape, float[] values) {
    /**
     * Reads a {@code .pkl} of one tensor, or a {@code .json} of nested arrays.
     *
     * @param dimensions how many it must have
     * @throws PatchrankException NOT_FOUND without the file, BAD_REQUEST for another form
     */
    public static NumberTable read(Path file, int dimensions) {
        return RowTruth.isPickle(file)
                ? pickled(file, dimensions)
                : nested(file.toString(), PlainObjects.read(file), dimensions);
    }

    private static NumberTable pickled(Path file, int dimensions) {
        StoredTensor tensor = PickleFile.read(file).tensor();
        if (tensor.shape().length != dimensions) {
            throw bad(file.toString(), "expected " + dimensions + " dimensions, not a " + tensor);
        }
        int[] shape = Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
        return new NumberTable(file.toString(), shape, tensor.floats());
    }

    private static NumberTable nested(String subject, Object root, int dimensions) {
        int[] shape = new int[dimensions];
        Object level = root;
        for (int d = 0; d < dimensions; d++) {
            if (!(level instanceof List<?> list) || list.isEmpty()) {
                throw bad(subject, "expected " + dimensions + " dimensions of numbers");
            }
            shape[d] = list.size();
            level = list.getFirst();
        }
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        fill(subject, root, shape, 0, values, 0);
        return new NumberTable(subject, shape, values);
    }

    private static int fill(String subject, Object node, int[] shape, int depth, float[] values, int from) {
        if (depth == shape.length) {
            if (!(node instanceof Number number)) {
                throw bad(subject, "not a number: " + node);
            }
            values[from] = number.floatValue();
            return from + 1;
        }
        if (!(node instanceof List<?> list) || list.size() != shape[depth]) {
            throw bad(subject, "the lists of dimension " + depth + " are not all " + shape[depth] + " long");
        }
        int at = from;
        for (int i = 0; i < list.size(); i++) {
            at = fill(subject + "[" + i + "]", list.get(i), shape, depth + 1, values, at);
        }
        return at;
    }

    private static PatchrankException bad(String subject, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, subject, message);
    }
}
