package io.patchrank.api.feature;

import java.util.Optional;

/**
 * A picture's features with the patches they were chosen from.
 *
 * @param patches at the scale of the finest grid; empty where an extractor has no such thing
 */
public record Inspection(ImageFeatures features, Optional<DensePatches> patches) {}
