package io.patchrank.index;

/**
 * How much the approximate search finds of what the exact scan finds, measured on the gallery itself.
 *
 * @param queries indexed images that served as queries, each without itself in its answer
 * @param k neighbours asked for
 * @param recall share of found neighbours at least as similar as the exact k-th, 0..1
 * @param exactMillis mean time of a scan
 * @param approximateMillis mean time of an approximate search
 */
public record RecallReport(int queries, int k, double recall, double exactMillis, double approximateMillis) {}
