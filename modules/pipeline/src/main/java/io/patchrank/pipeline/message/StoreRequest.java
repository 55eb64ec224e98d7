package io.patchrank.pipeline.message;

import io.patchrank.api.feature.ImageFeatures;

/** Asks to keep features; answered by their {@code FeatureKey} once they are on disk. */
public record StoreRequest(String name, ImageFeatures features) {}
