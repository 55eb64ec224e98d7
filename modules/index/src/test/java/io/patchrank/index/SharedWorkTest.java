package io.patchrank.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SharedWorkTest {
    private static final List<Integer> PARTS = IntStream.range(0, 500).boxed().toList();

    @Test
    void everyPartIsTakenOnce() throws IOException {
        List<List<Integer>> taken = SharedWork.run(PARTS, ArrayList::new, (part, mine) -> mine.add(part));
        assertThat(taken.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(PARTS);
        assertThat(taken.size()).isBetween(1, Math.max(1, Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void noPartsAreDoneAtOnce() throws IOException {
        assertThat(SharedWork.run(List.<Integer>of(), ArrayList::new, (part, mine) -> mine.add(part)))
                .isEmpty();
    }

    @Test
    void callerDoesAllWhenTheOthersAreBusy() throws IOException {
        int others = ForkJoinPool.commonPool().getParallelism();
        Semaphore hold = new Semaphore(0);
        Semaphore busy = new Semaphore(0);
        for (int i = 0; i < others; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.release();
                hold.acquireUninterruptibly();
            });
        }
        busy.acquireUninterruptibly(others);
        try {
            List<List<Integer>> taken = SharedWork.run(PARTS, ArrayList::new, (part, mine) -> mine.add(part));
            assertThat(taken).containsExactly(PARTS);
        } finally {
            hold.release(others);
        }
    }

    @Test
    void failureOfAPartIsThrownOnceAllHaveStopped() {
        Semaphore within = new Semaphore(0);
        assertThatThrownBy(() -> SharedWork.run(PARTS, ArrayList::new, (part, mine) -> {
                    within.release();
                    try {
                        if (part == 3) {
                            throw new IOException("disk");
                        }
                        mine.add(part);
                    } finally {
                        within.acquireUninterruptibly();
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(within.availablePermits()).isZero();
    }

    @Test
    void interruptedCallerKeepsItsInterrupt() throws IOException {
        Thread.currentThread().interrupt();
        List<List<Integer>> taken = SharedWork.run(PARTS, ArrayList::new, (part, mine) -> mine.add(part));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken.stream().mapToInt(List::size).sum()).isEqualTo(PARTS.size());
    }
}
