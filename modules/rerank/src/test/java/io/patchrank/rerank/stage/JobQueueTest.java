package io.patchrank.rerank.stage;

import static io.patchrank.rerank.stage.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.rerank.Reranker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class JobQueueTest {
    private final JobQueue queue = new JobQueue();
    private final Reranker reranker = new FakeReranker();

    @Test
    void emptyQueueGivesNothing() {
        assertThat(queue.draw(8, 0)).isEmpty();
    }

    @Test
    void everyJobGetsAnEqualSlice() {
        enter(1, 100, reranker);
        enter(2, 100, reranker);
        assertThat(draw(8)).isEqualTo(Map.of(1L, 4L, 2L, 4L));
    }

    @Test
    void shortJobLeavesItsRestToTheOthers() {
        enter(1, 100, reranker);
        enter(2, 1, reranker);
        assertThat(draw(8)).isEqualTo(Map.of(1L, 7L, 2L, 1L));
    }

    @Test
    void moreJobsThanPlacesTakeTurns() {
        for (int i = 0; i < 6; i++) {
            enter(i, 100, reranker);
        }
        assertThat(draw(4).keySet()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        assertThat(draw(4).keySet()).containsExactlyInAnyOrder(4L, 5L, 0L, 1L);
    }

    @Test
    void rerankersTakeTurnsAndAreNotMixed() {
        enter(1, 100, reranker);
        enter(2, 100, new FakeReranker());
        enter(3, 100, reranker);
        assertThat(draw(4).keySet()).containsExactlyInAnyOrder(1L, 3L);
        assertThat(draw(4).keySet()).containsExactly(2L);
        assertThat(draw(4).keySet()).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void endedJobsAreNotServed() {
        JobRun run = enter(1, 100, reranker);
        enter(2, 2, reranker);
        run.end();
        assertThat(queue.pendingPairs()).isEqualTo(2);
        assertThat(draw(8)).isEqualTo(Map.of(2L, 2L));
        assertThat(queue.draw(8, 0)).isEmpty();
    }

    private JobRun enter(int segment, int candidates, Reranker with) {
        List<JobRun> entered = new ArrayList<>();
        Flux.<RankedOrder>create(sink -> entered.add(
                        new JobRun(job(segment, candidates, with), sink, Optional.of(Duration.ZERO), () -> 0, r -> {})))
                .subscribe();
        queue.add(entered.getFirst());
        return entered.getFirst();
    }

    /** Pairs drawn of each job, by segment. */
    private Map<Long, Long> draw(int size) {
        return queue.draw(size, 0).orElseThrow().tasks().stream()
                .collect(Collectors.groupingBy(task -> task.key().segment(), Collectors.counting()));
    }
}
