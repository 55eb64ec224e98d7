package io.patchrank.pipeline.decode;

import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.picture.Picture;
import java.util.Optional;

/**
 * An image ready for the network.
 *
 * @param content of the file, with the size of the whole upright image
 * @param picture owned by whoever receives this record
 * @param photograph the whole upright image as a JPEG
 * @param millis of reading and decoding
 */
public record Decoded(ImageContent content, Picture picture, Optional<byte[]> photograph, double millis) {}
