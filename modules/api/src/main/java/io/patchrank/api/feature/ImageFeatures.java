package io.patchrank.api.feature;

/**
 * All that one network says of one picture.
 *
 * @param global L2-normalised global descriptor, [Dg]
 * @param locals local descriptors, strongest first
 * @param grid patches that the picture was cut into, at scale 0
 * @param modelFingerprint names network, weights, feature choice and whitening; descriptors compare only within one
 */
public record ImageFeatures(float[] global, LocalDescriptors locals, PatchGrid grid, String modelFingerprint) {}
