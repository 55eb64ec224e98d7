package io.patchrank.pipeline.message;

import io.patchrank.api.picture.CropBox;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a picture to look at; answered by a {@code PictureReply}.
 *
 * @param folders that may be shown: the file lies in one of them, or is one
 * @param longestSide in pixels; empty for the file as it is
 */
public record ViewRequest(
        String path, List<String> folders, Optional<Integer> longestSide, Optional<CropBox> crop, Urgency urgency) {}
