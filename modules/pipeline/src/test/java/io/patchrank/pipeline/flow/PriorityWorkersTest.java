package io.patchrank.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.message.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PriorityWorkersTest {
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

    /** One thread, held up by its first job until {@link #release}. */
    private PriorityWorkers<String> heldUp(int capacity, int batch) throws InterruptedException {
        PriorityWorkers<String> workers = new PriorityWorkers<>("test", 1, capacity, batch, jobs -> {
            batches.add(jobs);
            if (jobs.contains("first")) {
                busy.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        workers.submit(Priority.INGEST, "first");
        busy.await();
        return workers;
    }

    @Test
    void queriesOvertakePicturesAndBothIngest() throws InterruptedException {
        PriorityWorkers<String> workers = heldUp(10, 1);
        workers.submit(Priority.INGEST, "ingest");
        workers.submit(Priority.VIEW, "view");
        workers.submit(Priority.QUERY, "query");
        release.countDown();
        workers.close();
        assertThat(batches).containsExactly(List.of("first"), List.of("query"), List.of("view"), List.of("ingest"));
    }

    @Test
    void waitingJobsAreTakenInBatches() throws InterruptedException {
        PriorityWorkers<String> workers = heldUp(10, 2);
        for (String job : List.of("a", "b", "c")) {
            workers.submit(Priority.INGEST, job);
        }
        release.countDown();
        workers.close();
        assertThat(batches).containsExactly(List.of("first"), List.of("a", "b"), List.of("c"));
    }

    @Test
    void fullQueueIsOverloaded() throws InterruptedException {
        PriorityWorkers<String> workers = heldUp(1, 1);
        workers.submit(Priority.INGEST, "waiting");
        assertThatThrownBy(() -> workers.submit(Priority.QUERY, "too many"))
                .isInstanceOfSatisfying(PatchrankException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(e.retryAfter()).isPresent();
                });
        release.countDown();
        workers.close();
    }

    @Test
    void afterAFailedJobTheThreadGoesOn() {
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        PriorityWorkers<String> workers = new PriorityWorkers<>("test", 1, 10, 1, jobs -> {
            if (jobs.contains("bad")) {
                throw new IllegalStateException("not answered");
            }
            done.addAll(jobs);
        });
        workers.submit(Priority.INGEST, "bad");
        workers.submit(Priority.INGEST, "good");
        workers.close();
        assertThat(done).containsExactly("good");
    }

    @Test
    void closedWorkersRefuse() {
        PriorityWorkers<String> workers = new PriorityWorkers<>("test", 1, 10, 1, jobs -> {});
        workers.close();
        assertThatThrownBy(() -> workers.submit(Priority.QUERY, "late"))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_UNAVAILABLE));
    }
}
