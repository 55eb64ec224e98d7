package io.patchrank.rerank.stage;

import java.time.Duration;

/**
 * Where the time of a job went. Reading and scoring overlap, so the parts need not add up to the total.
 *
 * @param waiting from subscription until its first candidates were taken up
 * @param reading its share of the reads that fetched its candidates
 * @param scoring its share of the micro-batches that scored its candidates
 * @param total from subscription until this order
 */
public record RerankTimings(Duration waiting, Duration reading, Duration scoring, Duration total) {}
