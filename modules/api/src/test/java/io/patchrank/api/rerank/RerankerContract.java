package io.patchrank.api.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.testing.SyntheticLocals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Reranker} keeps to. A test class of an implementation extends this. */
public abstract class RerankerContract {
    /** Sums taken in another order may differ in the last digits. */
    private static final Offset<Float> ROUNDING = Offset.offset(1e-4f);

    private static final int DIMENSION = 64;

    private final SyntheticLocals locals = new SyntheticLocals(1, DIMENSION);
    private final LocalDescriptors query = locals.unrelated(100);
    private final LocalDescriptors otherQuery = locals.unrelated(130);
    private Reranker reranker;

    /** A new re-ranker for descriptors of 64 dimensions; the contract closes it. */
    protected abstract Reranker create();

    @BeforeEach
    void open() {
        reranker = create();
    }

    @AfterEach
    void close() {
        reranker.close();
    }

    @Test
    void nameIsWrittenAsUsersTypeIt() {
        assertThat(reranker.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(reranker.descriptorCount()).isNotNegative();
    }

    @Test
    void noPairsGiveNoScores() {
        assertThat(reranker.score(List.of())).isEmpty();
        assertThat(reranker.combine(new ShortlistScores(List.of(), List.of()))).isEmpty();
    }

    /** Whoever reads the formula finds the score and the similarity in it, and patches where they are. */
    @Test
    void everyCandidateIsExplainedByItsScoreAndByPatchesOfThePictures() {
        List<PairScore> scored = reranker.score(pairs(query, candidates()));
        List<Optional<PairScore>> scores =
                new ArrayList<>(scored.stream().map(Optional::of).toList());
        scores.set(scores.size() - 1, Optional.empty());
        List<Float> similarities = IntStream.range(0, scores.size())
                .mapToObj(i -> 0.9f - 0.01f * i)
                .toList();
        ShortlistScores shortlist = new ShortlistScores(similarities, scores);
        float[] finals = reranker.combine(shortlist);
        List<Integer> positions =
                IntStream.range(0, finals.length).boxed().toList().reversed();

        List<Explanation> explanations = reranker.explain(shortlist, positions);

        assertThat(explanations).hasSameSizeAs(positions);
        for (int k = 0; k < explanations.size(); k++) {
            Explanation explanation = explanations.get(k);
            int position = positions.get(k);
            assertThat(explanation.formula())
                    .contains(Numbers.plain(similarities.get(position)))
                    .endsWith(Numbers.plain(finals[position]));
            assertThat(explanation.matches())
                    .allSatisfy(match -> {
                        assertThat(distance(match.queryX(), query.x())).isZero();
                        assertThat(distance(match.queryY(), query.y())).isZero();
                    })
                    .isSortedAccordingTo(
                            Comparator.comparing(PatchMatch::strength).reversed());
        }
        assertThat(reranker.explain(shortlist, List.of())).isEmpty();
    }

    @Test
    void batchEqualsSingles() {
        List<Pair> pairs = pairs(query, candidates());
        assertSame(reranker.score(pairs), singles(pairs));
    }

    @Test
    void mixedQueriesInOneBatchEqualSingles() {
        List<Pair> pairs = new ArrayList<>();
        for (LocalDescriptors candidate : candidates()) {
            pairs.add(new Pair(query, candidate));
            pairs.add(new Pair(otherQuery, candidate));
        }
        assertSame(reranker.score(pairs), singles(pairs));
    }

    @Test
    void orderOfPairsDoesNotMatter() {
        List<Pair> pairs = pairs(query, candidates());
        List<PairScore> scores = reranker.score(pairs);
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, pairs.size()).boxed().toList());
        Collections.shuffle(shuffled, new Random(2));
        assertSame(
                reranker.score(shuffled.stream().map(pairs::get).toList()),
                shuffled.stream().map(scores::get).toList());
    }

    @Test
    void paddingIsIgnored() {
        List<Pair> pairs = pairs(query, candidates());
        List<Pair> padded = pairs.stream()
                .map(pair -> new Pair(
                        query.resized(query.count() + 7),
                        pair.candidate().resized(pair.candidate().count() + 30)))
                .toList();
        assertSame(reranker.score(padded), reranker.score(pairs));
    }

    @Test
    void imageWithoutDescriptorsIsScored() {
        LocalDescriptors none = locals.unrelated(0);
        List<PairScore> scores =
                reranker.score(List.of(new Pair(query, none), new Pair(none, query), new Pair(none, none.resized(5))));
        assertThat(scores).hasSize(3).allSatisfy(score -> {
            assertThat(score.raw()).isFinite();
            assertThat(score.matches()).isZero();
        });
    }

    @Test
    void sameInputGivesTheSameNumbers() {
        List<Pair> pairs = pairs(query, candidates());
        assertThat(numbers(reranker.score(pairs))).isEqualTo(numbers(reranker.score(pairs)));
    }

    @Test
    void concurrentCallsDoNotDisturbEachOther() {
        List<Pair> pairs = pairs(query, candidates());
        List<String> expected = numbers(reranker.score(pairs));
        List<List<String>> concurrent = IntStream.range(0, 16)
                .parallel()
                .mapToObj(call -> numbers(reranker.score(pairs)))
                .toList();
        assertThat(concurrent).allSatisfy(scores -> assertThat(scores).isEqualTo(expected));
    }

    @Test
    void viewOfTheQueryBeatsUnrelatedImages() {
        List<Pair> pairs = pairs(query, List.of(locals.unrelated(100), locals.view(query, 60, 100, 0.2f)));
        List<PairScore> scores = reranker.score(pairs);
        if (reranker.descriptorCount() > 0) {
            assertThat(scores.get(1).raw()).isGreaterThan(scores.get(0).raw());
        }
    }

    @Test
    void withoutAnyPairScoreTheGlobalOrderStays() {
        float[] finals = reranker.combine(
                new ShortlistScores(List.of(0.9f, 0.7f, 0.5f, 0.1f), Collections.nCopies(4, Optional.empty())));
        assertDescending(finals, List.of(0, 1, 2, 3));
    }

    @Test
    void candidatesWithoutPairScoreKeepTheirOrderAmongThemselves() {
        List<LocalDescriptors> candidates = candidates();
        List<PairScore> scores = reranker.score(pairs(query, candidates));
        List<Float> similarities = new ArrayList<>();
        List<Optional<PairScore>> known = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            similarities.add(0.9f - 0.05f * i);
            known.add(i % 3 == 0 ? Optional.of(scores.get(i)) : Optional.empty());
        }
        float[] finals = reranker.combine(new ShortlistScores(similarities, known));
        List<Integer> unknown = IntStream.range(0, finals.length)
                .filter(i -> known.get(i).isEmpty())
                .boxed()
                .toList();
        assertThat(finals).hasSize(candidates.size());
        assertDescending(finals, unknown);
    }

    private static void assertDescending(float[] finals, List<Integer> positions) {
        List<Float> values = positions.stream().map(i -> finals[i]).toList();
        assertThat(values).allSatisfy(value -> assertThat(value).isFinite());
        assertThat(values).isSortedAccordingTo(Collections.reverseOrder());
    }

    /** Nine images of 100 or 130 descriptors, of which every third shares something with the query. */
    /** To the nearest of some values, rounded to 4 digits. */
    private static double distance(float value, float[] others) {
        return IntStream.range(0, others.length)
                .mapToDouble(i -> Math.rint(1e4 * Math.abs(value - others[i])))
                .min()
                .orElseThrow();
    }

    private List<LocalDescriptors> candidates() {
        List<LocalDescriptors> candidates = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int count = i % 2 == 0 ? 100 : 130;
            candidates.add(i % 3 == 0 ? locals.view(query, 10 * (i + 1), count, 0.3f) : locals.unrelated(count));
        }
        return candidates;
    }

    private static List<Pair> pairs(LocalDescriptors query, List<LocalDescriptors> candidates) {
        return candidates.stream().map(candidate -> new Pair(query, candidate)).toList();
    }

    private static List<String> numbers(List<PairScore> scores) {
        return scores.stream()
                .map(score -> score.raw() + " from " + score.matches() + " matches")
                .toList();
    }

    private List<PairScore> singles(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> reranker.score(List.of(pair)).getFirst())
                .toList();
    }

    private static void assertSame(List<PairScore> actual, List<PairScore> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).matches()).isEqualTo(expected.get(i).matches());
            assertThat(actual.get(i).raw()).isCloseTo(expected.get(i).raw(), ROUNDING);
        }
    }
}
