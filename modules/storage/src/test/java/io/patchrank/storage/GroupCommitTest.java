package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.LARGE_SEGMENTS;
import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many fsyncs appends cost, and what interrupts do. */
class GroupCommitTest {
    private final Path folder;
    private final FaultyChannels disk = new FaultyChannels();

    GroupCommitTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void oneCallCostsOneFsync() {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS, disk)) {
            append(storage, 0);
            int before = disk.forces.get();
            storage.append(List.of("a", "b", "c"), List.of(image(1), image(2), image(3)));
            assertThat(disk.forces.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void appendsThatWaitForAnFsyncShareTheNext() throws Exception {
        int waiting = 6;
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS, disk);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            append(storage, 0);
            int before = disk.forces.get();
            CountDownLatch forcing = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            disk.beforeForce = () -> {
                forcing.countDown();
                awaitUninterruptibly(release);
            };
            List<Future<FeatureKey>> appends = new ArrayList<>();
            List<Thread> callers = new ArrayList<>();
            appends.add(threads.submit(() -> append(storage, 1)));
            forcing.await();
            for (int i = 0; i < waiting; i++) {
                int number = 2 + i;
                CountDownLatch started = new CountDownLatch(1);
                appends.add(threads.submit(() -> {
                    callers.add(Thread.currentThread());
                    started.countDown();
                    return append(storage, number);
                }));
                started.await();
                while (callers.get(i).getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            release.countDown();
            for (int i = 0; i < appends.size(); i++) {
                assertHolds(storage, appends.get(i).get(), 1 + i);
            }
            assertThat(disk.forces.get()).isEqualTo(before + 2);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("the journal thread is never interrupted", e);
        }
    }

    @Test
    void anInterruptedAppendIsFinishedAllTheSame() {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            Thread.currentThread().interrupt();
            FeatureKey key = append(storage, 0);
            assertThat(Thread.interrupted()).isTrue();
            assertHolds(storage, key, 0);
            assertHolds(storage, append(storage, 1), 1);
        }
    }

    @Test
    void anInterruptedReadIsCancelledAndDisturbsNoOther() {
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS)) {
            FeatureKey key = append(storage, 0);
            Thread.currentThread().interrupt();
            try {
                SmallStorage.assertFails(ErrorCode.CANCELLED, () -> storage.readGlobals(List.of(key)));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertHolds(storage, key, 0);
        }
    }

    @Test
    void aClosedStorageTakesNothing() {
        Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, LARGE_SEGMENTS);
        FeatureKey key = append(storage, 0);
        storage.close();
        assertThatIllegalStateException().isThrownBy(() -> append(storage, 1));
        assertThatIllegalStateException().isThrownBy(() -> storage.readGlobals(List.of(key)));
        assertThatIllegalStateException().isThrownBy(storage::status);
        assertThatIllegalStateException().isThrownBy(storage::verify);
    }
}
