package io.patchrank.evaluation.selection;

import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.metrics.RetrievalScores;

/**
 * One measured number of descriptors.
 *
 * @param descriptors of an image, the strongest first
 * @param bytes that they take, of one image
 * @param macro mean over groups, after re-ranking
 * @param mean mean over queries, after re-ranking
 */
public record SelectionPoint(int descriptors, long bytes, RetrievalScores macro, RetrievalScores mean) {
    /** @param dimension of a local descriptor */
    public static SelectionPoint of(int descriptors, StoredForm form, int dimension, EvaluationReport report) {
        return new SelectionPoint(
                descriptors,
                form.bytes(descriptors, dimension),
                report.macro().reranked(),
                report.mean().reranked());
    }
}
