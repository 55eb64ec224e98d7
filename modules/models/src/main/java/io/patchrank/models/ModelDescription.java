package io.patchrank.models;

import java.util.Optional;

/**
 * What a configured model is, told without loading it.
 *
 * @param name as {@link io.patchrank.api.feature.ModelInfo#name()}
 * @param licence of the weights, or where to look
 * @param weightsSha256 lower-case hex
 * @param whiteningSha256 lower-case hex; empty where descriptors stay raw
 * @param detectorSha256 lower-case hex; empty where patches are chosen without a detector
 * @param fingerprint that a gallery of this model carries
 */
public record ModelDescription(
        String name,
        String licence,
        String weightsSha256,
        Optional<String> whiteningSha256,
        Optional<String> detectorSha256,
        String fingerprint) {}
