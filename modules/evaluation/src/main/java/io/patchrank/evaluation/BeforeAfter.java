package io.patchrank.evaluation;

import io.patchrank.evaluation.metrics.RetrievalScores;
import java.util.Collection;

/** Scores of the global ranking and of the re-ranked one. */
public record BeforeAfter(RetrievalScores global, RetrievalScores reranked) {
    /** The mean of both. */
    static BeforeAfter mean(Collection<BeforeAfter> scores) {
        return new BeforeAfter(
                RetrievalScores.mean(scores.stream().map(BeforeAfter::global).toList()),
                RetrievalScores.mean(scores.stream().map(BeforeAfter::reranked).toList()));
    }

    /** What re-ranking gave (or, below zero, took) in mean average precision. */
    public double gain() {
        return reranked.map() - global.map();
    }
}
