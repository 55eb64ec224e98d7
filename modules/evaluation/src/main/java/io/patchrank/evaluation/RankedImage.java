package io.patchrank.evaluation;

/**
 * One place of a ranked list.
 *
 * @param name path of the image relative to the images folder, as the ground truth names it
 * @param score greater is better; only shown, never sorted by
 */
public record RankedImage(String name, double score) {}
