package io.patchrank.evaluation;

/**
 * The mean over the queries of one group.
 *
 * @param queries how many the group has
 */
public record GroupScores(String name, int queries, BeforeAfter scores) {}
