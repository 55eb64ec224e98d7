package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.RerankerContract;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoRerankTest extends RerankerContract {
    @Override
    protected Reranker create() {
        return new NoRerank();
    }

    @Test
    void finalScoreIsTheGlobalSimilarity() {
        ShortlistScores shortlist =
                new ShortlistScores(List.of(0.5f, 0.25f), List.of(Optional.of(new PairScore(9, 9)), Optional.empty()));
        assertThat(new NoRerank().combine(shortlist)).containsExactly(0.5f, 0.25f);
    }
}
