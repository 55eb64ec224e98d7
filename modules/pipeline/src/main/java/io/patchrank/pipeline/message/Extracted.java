package io.patchrank.pipeline.message;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.gallery.ImageContent;

/** Features of one image with the milliseconds that decoding and extraction (waiting included) took. */
public record Extracted(ImageContent content, ImageFeatures features, double decodeMs, double extractMs) {}
