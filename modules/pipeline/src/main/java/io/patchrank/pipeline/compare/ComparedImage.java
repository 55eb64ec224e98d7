package io.patchrank.pipeline.compare;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.picture.ImageArea;
import java.util.Optional;

/**
 * One image of a comparison, as far as it is known.
 *
 * @param name for people
 * @param width of the upright original in pixels; 0 where it was never decoded
 * @param height of the upright original in pixels; 0 where it was never decoded
 * @param area of it that was described
 * @param global L2-normalised global descriptor
 * @param locals with places as fractions of {@code area}
 * @param model fingerprint
 * @param dense all patches of {@code area}, where maps were wanted and can be had
 * @param withoutMaps why {@code dense} is missing although maps were wanted
 * @param photograph the whole image as an image file, where a drawing was wanted and it can be had
 */
record ComparedImage(
        String name,
        int width,
        int height,
        ImageArea area,
        float[] global,
        LocalDescriptors locals,
        String model,
        Optional<DensePatches> dense,
        Optional<PatchrankException> withoutMaps,
        Optional<byte[]> photograph) {
    ComparedImage withPhotograph(Optional<byte[]> other) {
        return new ComparedImage(name, width, height, area, global, locals, model, dense, withoutMaps, other);
    }
}
