package io.patchrank.imaging.decode;

import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.Picture;

/**
 * A picture ready for a network, with the size of what it was made from.
 *
 * @param picture owned by whoever receives this record
 * @param width of the upright original before cropping, in pixels
 * @param height of the upright original before cropping, in pixels
 * @param area of the upright original that the picture shows: what was cut out of it, in whole pixels
 */
public record DecodedPicture(Picture picture, int width, int height, ImageArea area) {}
