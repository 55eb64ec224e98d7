package io.patchrank.models.detector;

import io.patchrank.api.feature.PatchGrid;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Which patches are peaks among their eight neighbours: 3x3 non-maximum suppression, as {@code
 * non_maxima_suppression_2d} of pavelsuma/ames. AMES' published descriptors are made without it (both extractors keep
 * every patch), and so are ours; it serves to tell how much of a selection is peaks.
 *
 * @param share of the neighbourhood's maximum that a patch must reach, 0..1
 */
public record LocalMaxima(double share) {
    /** As {@code extract_dino.py} has it: also what comes near the peak. */
    public static final LocalMaxima DINO = new LocalMaxima(0.9);
    /** As {@code extract_cvnet.py} has it: the peak alone, and all of several equal ones. */
    public static final LocalMaxima CVNET = new LocalMaxima(1);

    public LocalMaxima {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is 0..1, got " + share);
        }
    }

    /**
     * Runs inside the caller's scope.
     *
     * @param weights float32 [B, N], N along the rows of the grid
     * @return bool [B, N], true for a peak
     */
    public Tensor of(Tensor weights, PatchGrid grid) {
        long[] once = {1, 1};
        Tensor map = weights.view(-1, 1, grid.height(), grid.width());
        Tensor highest = torch.max_pool2d(map, new long[] {3, 3}, once, once, once, false);
        return map.ge(highest.mul(new Scalar(share))).flatten(1, -1);
    }
}
