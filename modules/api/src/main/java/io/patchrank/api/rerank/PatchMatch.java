package io.patchrank.api.rerank;

/**
 * Two patches that a re-ranker holds for the same. Centres are fractions (0..1) of width and height of their pictures.
 *
 * @param strength cosine of both descriptors
 */
public record PatchMatch(float queryX, float queryY, float otherX, float otherY, float strength) {}
