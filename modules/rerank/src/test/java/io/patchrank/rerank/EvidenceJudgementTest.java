package io.patchrank.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against a numpy form of the same formula, and on hand-made evidence. */
@ExtendWith(SingleThreaded.class)
class EvidenceJudgementTest {
    private static final Offset<Double> TOLERANCE = within(1e-4);
    private static final EvidenceJudgement JUDGEMENT = EvidenceJudgement.DEFAULTS;

    private final ParityNumbers numbers = new ParityNumbers();

    @Test
    void matchesEqualThoseOfTheReference() {
        List<MatchEvidence> found = found();
        for (int c = 0; c < found.size(); c++) {
            Matches matches = found.get(c).matches();
            assertThat(matches.cosine()).containsExactly(numbers.get("candidate" + c + "_cosine"), within(1e-5f));
            float[] rows = numbers.get("candidate" + c + "_rows");
            float[] columns = numbers.get("candidate" + c + "_columns");
            int[] partner = Matches.none(matches.queryRows()).partner();
            for (int k = 0; k < rows.length; k++) {
                partner[(int) rows[k]] = (int) columns[k];
            }
            assertThat(matches.partner()).containsExactly(partner);
        }
    }

    @Test
    void evidenceEqualsThatOfTheReference() {
        List<MatchEvidence> found = found();
        double[] background = JUDGEMENT.background(found);
        for (int i = 0; i < background.length; i++) {
            assertThat(background[i]).isCloseTo(numbers.get("background")[i], TOLERANCE);
        }
        for (int c = 0; c < found.size(); c++) {
            assertThat(JUDGEMENT.evidence(found.get(c), background)).isCloseTo(numbers.get("evidence")[c], TOLERANCE);
        }
    }

    @Test
    void finalScoresEqualThoseOfTheReference() {
        assertThat(JUDGEMENT.combine(shortlist(scores()))).containsExactly(numbers.get("final"), within(1e-4f));
    }

    @Test
    void candidateNotScoredYetGetsTheUsualBonus() {
        List<Optional<PairScore>> scores = scores();
        Collections.fill(scores.subList(5, 7), Optional.empty());
        float[] finals = JUDGEMENT.combine(shortlist(scores));
        float[] global = new NoRerank().combine(shortlist(scores));
        assertThat(finals[5]).isGreaterThan(finals[6]);
        assertThat(global[5]).isGreaterThan(global[6]);
        assertThat(logit(finals[5]) - global[5]).isCloseTo(logit(finals[6]) - global[6], within(1e-4));
        assertThat(logit(finals[5]) - global[5]).isPositive();
    }

    @Test
    void withTooFewScoredTheGlobalOrderStays() {
        List<Optional<PairScore>> scores = scores();
        Collections.fill(scores.subList(3, 7), Optional.empty());
        float[] finals = JUDGEMENT.combine(shortlist(scores));
        for (int i = 0; i < finals.length; i++) {
            assertThat(logit(finals[i])).isCloseTo(numbers.get("similarity")[i], within(1e-4));
        }
    }

    @Test
    void matchWithoutNeighboursThatMovedAlikeCountsNothing() {
        double[] background = {0, 0, 0};
        PatchPositions row = new PatchPositions(new float[] {0, 1, 2}, new float[3], 1, 1);
        PatchPositions scattered = new PatchPositions(new float[] {0, 9, 20}, new float[] {0, 9, 0}, 1, 1);
        PatchPositions far = new PatchPositions(new float[] {0, 5, 10}, new float[3], 1, 1);
        assertThat(JUDGEMENT.evidence(threeMatches(row, row), background)).isCloseTo(expected(0.5), TOLERANCE);
        assertThat(JUDGEMENT.evidence(threeMatches(row, scattered), background)).isZero();
        assertThat(JUDGEMENT.evidence(threeMatches(far, far), background)).isZero();
    }

    @Test
    void matchNoBetterThanTheBackgroundCountsNothing() {
        PatchPositions row = new PatchPositions(new float[] {0, 1, 2}, new float[3], 1, 1);
        MatchEvidence three = threeMatches(row, row);
        assertThat(JUDGEMENT.evidence(three, new double[] {0.5, 0.5, 0.5})).isZero();
        assertThat(JUDGEMENT.evidence(three, new double[] {0.3, 0.3, 0.3})).isCloseTo(expected(0.2), TOLERANCE);
    }

    @Test
    void evidenceOfEveryRerankerButItsOwnIsNotUsed() {
        ShortlistScores foreign =
                new ShortlistScores(List.of(0.9f, 0.1f), Collections.nCopies(2, Optional.of(new PairScore(5, 5))));
        assertThat(JUDGEMENT.combine(foreign)[0]).isGreaterThan(JUDGEMENT.combine(foreign)[1]);
    }

    /** Three matches of equal excess d, each supported by the two others: (3 / n) * sqrt(d * 2d). */
    private static double expected(double excess) {
        return Math.sqrt(2) * excess;
    }

    private static MatchEvidence threeMatches(PatchPositions query, PatchPositions candidate) {
        return new MatchEvidence(
                new Matches(new float[] {0.5f, 0.5f, 0.5f}, new int[] {0, 1, 2}),
                new float[] {1, 1, 1},
                query,
                candidate);
    }

    private static double logit(float score) {
        return 0.6 + Math.log(score / (1.0 - score)) / 4;
    }

    private ShortlistScores shortlist(List<Optional<PairScore>> scores) {
        float[] similarities = numbers.get("similarity");
        return new ShortlistScores(
                IntStream.range(0, similarities.length)
                        .mapToObj(i -> similarities[i])
                        .toList(),
                scores);
    }

    private List<MatchEvidence> found() {
        return scores().stream()
                .map(score -> (MatchEvidence) score.orElseThrow().evidence())
                .toList();
    }

    private List<Optional<PairScore>> scores() {
        MutualNnOptions options = new MutualNnOptions(0.65f, false, 0, false, 256, true, JUDGEMENT);
        LocalDescriptors query = numbers.locals("query");
        List<Pair> pairs = IntStream.range(0, numbers.candidates())
                .mapToObj(c -> new Pair(query, numbers.locals("candidate" + c)))
                .toList();
        try (MutualNearestNeighbours reranker = new MutualNearestNeighbours(options, "cpu")) {
            return new ArrayList<>(
                    reranker.score(pairs).stream().map(Optional::of).toList());
        }
    }
}
