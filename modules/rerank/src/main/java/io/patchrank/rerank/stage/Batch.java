package io.patchrank.rerank.stage;

import io.patchrank.api.rerank.Reranker;
import java.util.List;

/**
 * Pairs taken up together, all for one re-ranker.
 *
 * @param drawnAt when, by the stage's clock, ns
 */
record Batch(Reranker reranker, List<PairTask> tasks, long drawnAt) {}
