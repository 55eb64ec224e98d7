package io.patchrank.pipeline.message;

import io.patchrank.api.picture.CropBox;
import java.util.Optional;

/**
 * Asks for what can be seen of one image; answered by {@link Inspected}.
 *
 * @param dense whether all patches are wanted besides the features
 * @param photograph longest side in pixels of the photograph that is wanted too; empty for none
 */
public record InspectRequest(
        ImageSource source, Optional<CropBox> crop, boolean dense, Optional<Integer> photograph, Urgency urgency) {}
