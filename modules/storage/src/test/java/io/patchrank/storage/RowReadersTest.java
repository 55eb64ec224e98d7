package io.patchrank.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowReadersTest {
    private final RowReaders readers = new RowReaders();

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void rowsComeInOrderWhoeverReadsThem() {
        for (int count : new int[] {0, 1, 7, 8, 1000}) {
            assertThat(readers.read(count, () -> i -> 3 * i))
                    .isEqualTo(IntStream.range(0, count).mapToObj(i -> 3 * i).toList());
        }
    }

    @Test
    void severalThreadsReadAndEachHasAReaderOfItsOwn() {
        CyclicBarrier two = new CyclicBarrier(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        readers.read(8, () -> {
            made.incrementAndGet();
            return i -> {
                threads.add(Thread.currentThread());
                return i < 2 ? meet(two) : i;
            };
        });
        assertThat(threads).hasSizeGreaterThan(1);
        assertThat(made).hasValueGreaterThanOrEqualTo(threads.size());
    }

    private static int meet(CyclicBarrier barrier) {
        try {
            return barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofSeveralRowsThatFailTheFirstIsToldOf() {
        for (int round = 0; round < 200; round++) {
            assertThatThrownBy(() -> readers.read(100, () -> RowReadersTest::failingFrom40))
                    .hasMessage("row 40");
        }
        assertThat(readers.read(100, () -> i -> i)).hasSize(100);
    }

    private static int failingFrom40(int row) {
        if (row >= 40) {
            throw new IllegalArgumentException("row " + row);
        }
        return row;
    }

    @Test
    void anInterruptedCallerWaitsForTheOthersAndStaysInterrupted() {
        CountDownLatch begun = new CountDownLatch(1);
        // Not asked of the thread: while it waits it holds its interrupt back.
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        Thread caller = Thread.currentThread();
        IntFunction<Integer> reader = i -> {
            reading.incrementAndGet();
            if (Thread.currentThread() == caller) {
                awaitUninterruptibly(begun);
                caller.interrupt();
                interrupted.countDown();
            } else {
                begun.countDown();
                awaitUninterruptibly(interrupted);
            }
            reading.decrementAndGet();
            return i;
        };
        assertThat(readers.read(64, () -> reader)).hasSize(64);
        assertThat(reading).hasValue(0);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
