package io.patchrank.pipeline.search;

import java.time.Duration;

/**
 * What a search request leaves open.
 *
 * @param limit hits returned
 * @param maxLimit hits that may be asked for
 * @param shortlist candidates that are re-ranked
 * @param rerank name of the re-ranker
 * @param deadline time after which the best order so far is returned
 */
public record SearchDefaults(int limit, int maxLimit, int shortlist, String rerank, Duration deadline) {}
