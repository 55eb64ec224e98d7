package io.patchrank.imaging.draw;

import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.PatchGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * The first three principal components of patch descriptors as red, green and blue (Oquab et al. 2023, "DINOv2", figure
 * 1): what has one colour in several images is the same to the network. The components are those of all images
 * together.
 */
public final class PatchColours {
    private static final int COMPONENTS = 3;
    private static final double EXTREMES = 0.01;

    private PatchColours() {}

    /**
     * A PNG for each image, in order, 16 pixels a patch.
     *
     * @param images of one dimension
     */
    public static List<byte[]> pngs(List<DensePatches> images) {
        float[][] components = PrincipalComponents.of(images, COMPONENTS);
        List<byte[]> pngs = new ArrayList<>();
        int from = 0;
        for (DensePatches image : images) {
            pngs.add(png(image.grid(), components, from));
            from += image.grid().patches();
        }
        return pngs;
    }

    private static byte[] png(PatchGrid grid, float[][] components, int from) {
        byte[] bgr = new byte[COMPONENTS * grid.patches()];
        for (int c = 0; c < COMPONENTS; c++) {
            Percentiles range = Percentiles.of(components[c], EXTREMES);
            for (int i = 0; i < grid.patches(); i++) {
                bgr[COMPONENTS * i + COMPONENTS - 1 - c] =
                        (byte) Math.round(255 * range.scale(components[c][from + i]));
            }
        }
        return MapImage.squares(grid.width(), grid.height(), bgr);
    }
}
