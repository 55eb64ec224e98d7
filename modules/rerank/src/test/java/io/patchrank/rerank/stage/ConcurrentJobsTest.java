package io.patchrank.rerank.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Pair;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.api.rerank.ShortlistScores;
import io.patchrank.api.testing.SyntheticLocals;
import io.patchrank.rerank.MutualNearestNeighbours;
import io.patchrank.rerank.MutualNnOptions;
import io.patchrank.rerank.SingleThreaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Many queries at once, with the real re-ranker, get what each would get alone. */
@ExtendWith(SingleThreaded.class)
class ConcurrentJobsTest {
    private static final int JOBS = 200;
    private static final int IMAGES = 60;
    private static final int DIMENSION = 32;

    private final SyntheticLocals locals = new SyntheticLocals(7, DIMENSION);
    private final List<LocalDescriptors> gallery =
            IntStream.range(0, IMAGES).mapToObj(i -> locals.unrelated(40 + i)).toList();

    @Test
    void twoHundredConcurrentJobsEqualTheSequentialResult() {
        LocalsSource source = (keys, count, form) ->
                keys.stream().map(key -> gallery.get(key.row())).toList();
        try (Reranker reranker = new MutualNearestNeighbours(MutualNnOptions.DEFAULTS, "cpu");
                RerankStage stage = new RerankStage(source, new RerankStageOptions(16, 2, 2, JOBS))) {
            List<RerankJob> jobs =
                    IntStream.range(0, JOBS).mapToObj(i -> job(i, reranker)).toList();
            Map<RerankJob, RankedOrder> orders = Flux.fromIterable(jobs)
                    .flatMap(job -> stage.rank(job).map(order -> Map.entry(job, order)), JOBS)
                    .subscribeOn(Schedulers.boundedElastic())
                    .collectList()
                    .blockOptional()
                    .orElseThrow()
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            assertThat(orders).hasSize(JOBS);
            orders.forEach((job, order) -> assertSequential(job, order));
            stage.stop().block();
        }
    }

    private RerankJob job(int number, Reranker reranker) {
        Random random = new Random(number);
        LocalDescriptors query = locals.view(gallery.get(number % IMAGES), 25, 50, 0.2f);
        List<Candidate> shortlist = new ArrayList<>();
        for (int i = 0; i < 10 + number % 30; i++) {
            shortlist.add(new Candidate(new FeatureKey(0, random.nextInt(IMAGES)), 0.9f - 0.01f * i));
        }
        return new RerankJob(query, shortlist, reranker, Optional.empty());
    }

    private void assertSequential(RerankJob job, RankedOrder order) {
        List<Pair> pairs = job.shortlist().stream()
                .map(candidate ->
                        new Pair(job.query(), gallery.get(candidate.key().row())))
                .toList();
        List<PairScore> scores = job.reranker().score(pairs);
        float[] finals = job.reranker()
                .combine(new ShortlistScores(
                        job.shortlist().stream().map(Candidate::similarity).toList(),
                        scores.stream().map(Optional::of).toList()));
        assertThat(order.state()).isEqualTo(RankedOrder.State.COMPLETE);
        assertThat(order.candidates()).hasSameSizeAs(job.shortlist()).allSatisfy(candidate -> {
            int position = candidate.rankBefore() - 1;
            assertThat(candidate.candidate()).isEqualTo(job.shortlist().get(position));
            assertThat(candidate.pairScore().orElseThrow().raw())
                    .isEqualTo(scores.get(position).raw());
            assertThat(candidate.score()).isCloseTo(finals[position], within(1e-5f));
        });
    }
}
