package io.patchrank.imaging.decode;

import io.patchrank.api.picture.Picture;

/**
 * A picture ready for a network, with the size of what it was made from.
 *
 * @param picture owned by whoever receives this record
 * @param width of the upright original before cropping, in pixels
 * @param height of the upright original before cropping, in pixels
 */
public record DecodedPicture(Picture picture, int width, int height) {}
