package io.patchrank.api.picture;

/** A place on an image, as fractions of the width and height of the whole upright image, origin top left. */
public record ImagePoint(double x, double y) {}
