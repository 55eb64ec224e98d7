package io.patchrank.rerank.stage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.ShortlistScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known of a shortlist by now, and the order that follows from it. Immutable. */
final class ShortlistProgress {
    private final RerankJob job;
    private final List<Optional<PairOutcome>> outcomes;

    ShortlistProgress(RerankJob job, @Nullable PairOutcome[] outcomes) {
        this.job = job;
        List<Optional<PairOutcome>> copies = new ArrayList<>(outcomes.length);
        for (PairOutcome outcome : outcomes) {
            copies.add(Optional.ofNullable(outcome));
        }
        this.outcomes = copies;
    }

    /** The first failure in shortlist order, if no candidate was scored and all have failed. */
    Optional<PatchrankException> totalFailure() {
        if (outcomes.isEmpty() || failed() < outcomes.size()) {
            return Optional.empty();
        }
        PatchrankException first = failure(0).orElseThrow();
        return Optional.of(new PatchrankException(
                first.code(),
                first.subject(),
                "none of the " + outcomes.size() + " candidates could be re-ranked, this one because: "
                        + first.reason(),
                first));
    }

    RankedOrder order(RankedOrder.State state, RerankTimings timings) {
        List<Float> similarities =
                job.shortlist().stream().map(Candidate::similarity).toList();
        List<Optional<PairScore>> scores =
                IntStream.range(0, outcomes.size()).mapToObj(this::score).toList();
        float[] finals = job.reranker().combine(new ShortlistScores(similarities, scores));
        // The sort is stable, so equal scores keep the order of the shortlist.
        List<Integer> positions = IntStream.range(0, finals.length)
                .boxed()
                .sorted(Comparator.comparing((Integer position) -> finals[position], Comparator.reverseOrder()))
                .toList();
        List<RankedCandidate> ranked = new ArrayList<>(positions.size());
        for (int position : positions) {
            ranked.add(new RankedCandidate(
                    job.shortlist().get(position),
                    position + 1,
                    ranked.size() + 1,
                    finals[position],
                    scores.get(position),
                    failure(position).map(PatchrankException::code)));
        }
        int scored = (int) scores.stream().filter(Optional::isPresent).count();
        return new RankedOrder(ranked, state, scored, failed(), timings);
    }

    private int failed() {
        return (int) IntStream.range(0, outcomes.size())
                .filter(position -> failure(position).isPresent())
                .count();
    }

    private Optional<PairScore> score(int position) {
        return outcomes.get(position)
                .flatMap(outcome ->
                        outcome instanceof PairOutcome.Scored scored ? Optional.of(scored.score()) : Optional.empty());
    }

    private Optional<PatchrankException> failure(int position) {
        return outcomes.get(position)
                .flatMap(outcome -> outcome instanceof PairOutcome.Failed failed
                        ? Optional.of(failed.failure())
                        : Optional.empty());
    }
}
