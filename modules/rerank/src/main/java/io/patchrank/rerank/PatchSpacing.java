package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Width and height of a patch as shares of the picture, as its local descriptors show them.
 *
 * @param x from one column of patches to the next; 1 where there is one column
 * @param y from one row of patches to the next; 1 where there is one row
 */
public record PatchSpacing(double x, double y) {
    /** Of all descriptors but padding. */
    public static PatchSpacing of(LocalDescriptors locals) {
        return of(locals, locals.validCount());
    }

    /** Of the first {@code count} descriptors. */
    static PatchSpacing of(LocalDescriptors locals, int count) {
        return new PatchSpacing(step(locals, locals.x(), count), step(locals, locals.y(), count));
    }

    /**
     * The smallest step between two columns (or rows) of patches, averaged over all steps like it because storage rounds
     * positions to half precision. Only patches of the first row's scale are looked at, since those of other scales lie
     * on other grids.
     */
    private static double step(LocalDescriptors locals, float[] centres, int count) {
        float[] scale = locals.scale();
        double[] lines = IntStream.range(0, count)
                .filter(i -> scale[i] == scale[0])
                .mapToDouble(i -> centres[i])
                .sorted()
                .distinct()
                .toArray();
        double[] steps = IntStream.range(1, lines.length)
                .mapToDouble(i -> lines[i] - lines[i - 1])
                .toArray();
        double least = Arrays.stream(steps).min().orElse(1);
        return Arrays.stream(steps).filter(step -> step < 1.5 * least).average().orElse(1);
    }
}
