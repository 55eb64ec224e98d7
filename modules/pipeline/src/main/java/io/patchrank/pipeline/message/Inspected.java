package io.patchrank.pipeline.message;

import io.patchrank.api.feature.Inspection;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.picture.ImageArea;
import java.util.Optional;

/**
 * What can be seen of one image.
 *
 * @param area of the image that was described
 * @param photograph the whole upright image as a JPEG
 * @param decodeMs of reading and decoding, milliseconds
 * @param extractMs of extraction, waiting included, milliseconds
 */
public record Inspected(
        ImageContent content,
        ImageArea area,
        Inspection inspection,
        Optional<byte[]> photograph,
        double decodeMs,
        double extractMs) {}
