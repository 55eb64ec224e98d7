package io.patchrank.rerank.stage;

import java.time.Duration;

/**
 * Where the time of a job went. What is in none of the parts went to dispatching and ordering.
 *
 * @param waiting from subscription until its first candidates were taken up
 * @param reading while candidates of it were read and none was scored: what scoring waited for
 * @param scoring while at least one micro-batch with candidates of it was scored
 * @param total from subscription until this order
 */
public record RerankTimings(Duration waiting, Duration reading, Duration scoring, Duration total) {}
