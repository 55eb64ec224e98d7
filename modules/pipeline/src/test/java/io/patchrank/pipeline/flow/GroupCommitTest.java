package io.patchrank.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final Vertx vertx = Vertx.vertx();
    private final WorkerExecutor worker = vertx.createSharedWorkerExecutor("test", 1);
    private final List<Integer> groupSizes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void whileOneGroupIsWrittenTheNextGathers() {
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(vertx, worker, 64, Duration.ZERO, group -> {
            groupSizes.add(group.size());
            await(release);
            return group.stream().map(i -> 10 * i).toList();
        });
        List<Future<Integer>> results = new ArrayList<>();
        results.add(commits.submit(0));
        while (groupSizes.isEmpty()) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < 20; i++) {
            results.add(commits.submit(i));
        }
        release.countDown();
        Future.all(results).await();

        assertThat(groupSizes).containsExactly(1, 19);
        assertThat(results.get(7).result()).isEqualTo(70);
    }

    @Test
    void whatCameWhileAGroupWasWrittenWaitsForCompanyAgain() {
        CountDownLatch release = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(vertx, worker, 64, Duration.ofMillis(300), group -> {
            groupSizes.add(group.size());
            await(release);
            return group;
        });
        Future<Integer> first = commits.submit(1);
        while (groupSizes.isEmpty()) {
            Thread.onSpinWait();
        }
        Future<Integer> second = commits.submit(2);
        release.countDown();
        first.await();
        Future<Integer> third = commits.submit(3);
        Future.all(second, third).await();

        assertThat(groupSizes).containsExactly(1, 2);
    }

    @Test
    void aFullGroupWaitsNoLonger() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(vertx, worker, 2, Duration.ofDays(1), group -> {
            groupSizes.add(group.size());
            return group;
        });
        Future.all(commits.submit(1), commits.submit(2)).await();
        Future.all(commits.submit(3), commits.submit(4)).await();

        assertThat(groupSizes).containsExactly(2, 2);
    }

    @Test
    void noGroupIsLargerThanAllowed() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(vertx, worker, 4, Duration.ofMillis(20), group -> {
            groupSizes.add(group.size());
            return group;
        });
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(commits.submit(i));
        }
        Future.all(results).await();
        assertThat(groupSizes).allMatch(size -> size <= 4);
        assertThat(groupSizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    }

    @Test
    void failedGroupFailsItsItemsAndTheNextIsWritten() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(vertx, worker, 1, Duration.ZERO, group -> {
            if (group.contains(1)) {
                throw new IllegalStateException("disk");
            }
            return group;
        });
        Future<Integer> bad = commits.submit(1);
        Future<Integer> good = commits.submit(2);

        assertThat(good.await()).isEqualTo(2);
        assertThatThrownBy(bad::await).hasMessage("disk");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
