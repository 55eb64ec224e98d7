package io.patchrank.pipeline.compare;

import java.time.Duration;

/**
 * What a comparison leaves open.
 *
 * @param threshold cosine that a match must exceed
 * @param deadline time after which it fails
 */
public record CompareDefaults(double threshold, Duration deadline) {}
