package io.patchrank.index;

/**
 * How much a walk over the HNSW graphs finds of what the exact scan finds, measured on the gallery itself.
 *
 * @param queries indexed images that served as queries, each without itself in its answer
 * @param k neighbours asked for
 * @param recall share of walked neighbours at least as similar as the exact k-th, 0..1
 * @param exactMillis mean time of a scan
 * @param walkMillis mean time of a walk
 */
public record RecallReport(int queries, int k, double recall, double exactMillis, double walkMillis) {}
