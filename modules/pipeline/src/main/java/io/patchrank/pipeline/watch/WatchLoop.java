package io.patchrank.pipeline.watch;

import io.methvin.watcher.DirectoryChangeEvent;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.WatchConfig;
import io.patchrank.pipeline.flow.Repeated;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the watched folders on threads of its own. File events and periodic scans name files that may have changed;
 * the loop waits until each is still and hands it to the gallery, at most so many at once. Events get lost (network
 * folders, full kernel queues), so the scan is the truth and events only make it quick.
 *
 * <p>When a watched folder is gone or holds no image at all (an unmounted disk), a scan removes nothing of it from the
 * gallery; nor what lay in a folder below that is empty now, or has lost a disk of its own.
 */
final class WatchLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchLoop.class);
    private static final int SIGNALS = 4096;
    /** Pause when the gallery could not be asked. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Repeated failures = new Repeated(LOG::warn);
    private final WatchConfig settings;
    private final List<Path> folders;
    private final GalleryClient gallery;
    private final ImageFiles images;
    private final UnsettledFiles unsettled;
    private final Semaphore slots;
    private final BlockingQueue<Path> signals = new ArrayBlockingQueue<>(SIGNALS);
    private final Map<Path, FileStamp> handedOver = new ConcurrentHashMap<>();
    private final AtomicBoolean scanAtOnce = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final FolderEvents events;
    private final MountPoints mounts = new MountPoints();
    private final Set<Path> gone = new HashSet<>();
    private volatile boolean closed;

    WatchLoop(WatchConfig settings, GalleryClient gallery) {
        this.settings = settings;
        this.gallery = gallery;
        this.folders = settings.folders().stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        this.images = new ImageFiles(settings);
        this.unsettled = settings.followLinks()
                ? new UnsettledFiles(settings.settle())
                : new UnsettledFiles(settings.settle(), LinkOption.NOFOLLOW_LINKS);
        this.slots = new Semaphore(settings.outstanding());
        this.events = new FolderEvents(folders, this::onEvent);
    }

    /** @throws PatchrankException {@code NOT_FOUND} when a folder to watch does not exist */
    void start() {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new PatchrankException(
                        ErrorCode.NOT_FOUND, folder.toString(), "the folder to watch does not exist; make it first");
            }
        }
        events.follow();
        run("patchrank-watch-scan", this::scanForever);
        run("patchrank-watch", this::settleForever);
    }

    private void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void onEvent(DirectoryChangeEvent event) {
        Path path = event.path();
        if (path == null || event.isDirectory() || (images.isCandidate(path) && !signals.offer(path))) {
            // Lost, or of a whole folder: let the scan sort it out.
            scanAtOnce.set(true);
        }
    }

    private void scanForever() {
        try {
            while (!closed) {
                pause(scanAll() ? settings.rescan() : RETRY);
            }
        } catch (InterruptedException e) {
            LOG.debug("scanning ends", e);
        }
    }

    /** False when a scan ended early. */
    private boolean scanAll() throws InterruptedException {
        try {
            events.follow();
            for (Path folder : folders) {
                if (isThere(folder)) {
                    scanFolder(folder);
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("a scan of the watched folders ended early; tried again in {}: {}", RETRY, e.toString());
            return false;
        }
    }

    private boolean isThere(Path folder) {
        if (Files.isDirectory(folder)) {
            if (gone.remove(folder)) {
                LOG.info("{}: the watched folder is back", folder);
            }
            return true;
        }
        if (gone.add(folder)) {
            LOG.warn("{}: the watched folder is gone; what the gallery has of it stays until it is back", folder);
        }
        return false;
    }

    /** Until the next scan is due, or wanted at once. */
    private void pause(Duration time) throws InterruptedException {
        long next = System.nanoTime() + time.toNanos();
        while (!scanAtOnce.getAndSet(false) && System.nanoTime() < next) {
            Thread.sleep(Math.min(200, Math.max(1, time.toMillis())));
        }
    }

    private void scanFolder(Path folder) throws InterruptedException {
        AtomicBoolean holdsImages = new AtomicBoolean();
        try {
            images.walk(folder, mounts::saw, (file, attributes) -> {
                holdsImages.set(true);
                if (!isHandedOver(FileStamp.of(file, attributes))) {
                    signal(file);
                }
                return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            });
        } catch (IOException e) {
            LOG.warn("{}: the folder could not be scanned to its end; tried again at the next scan: {}", folder, e);
        }
        if (!holdsImages.get()) {
            // The mount point of an unmounted disk looks like this. Files deleted one by one are told by their events.
            LOG.debug("{}: no image there; what the gallery has of it stays", folder);
            return;
        }
        Optional<String> after = Optional.empty();
        do {
            GalleryClient.Page page = await(gallery.sources(folder, after));
            for (Path file : page.files()) {
                if (!Files.exists(file) && Files.isDirectory(folder) && !mayBeUnmounted(file)) {
                    signal(file);
                }
            }
            after = page.next();
        } while (after.isPresent() && !closed);
    }

    /** Whether its folder, or what is left of the way to it, looks like the mount point of a disk that is away. */
    private boolean mayBeUnmounted(Path file) {
        Path left = file.getParent();
        while (left != null && !Files.isDirectory(left)) {
            left = left.getParent();
        }
        return mounts.isUnmounted(file) || (left != null && isEmpty(left));
    }

    /** Also one that cannot be looked into. */
    private static boolean isEmpty(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return true;
        }
    }

    private void signal(Path file) {
        try {
            signals.put(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settleForever() {
        Duration tick = settings.settle().dividedBy(4).plusMillis(1);
        while (!closed) {
            try {
                Path first = signals.poll(tick.toMillis(), TimeUnit.MILLISECONDS);
                // No more than a queue full at a time: what is behind holds the scan back.
                for (int taken = 0; first != null && taken < SIGNALS; taken++, first = signals.poll()) {
                    unsettled.add(first);
                }
                handOver(unsettled.takeReady());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("watching goes on after: {}", e.toString());
            }
        }
    }

    private void handOver(List<UnsettledFiles.Ready> ready) throws InterruptedException {
        List<Path> gone = new ArrayList<>();
        for (UnsettledFiles.Ready file : ready) {
            if (file.stamp().isPresent()) {
                handOver(file.stamp().get());
            } else {
                gone.add(file.file());
            }
        }
        if (!gone.isEmpty()) {
            // Among the puts in progress may be these very images under their new names: those must come first.
            slots.acquire(settings.outstanding());
            slots.release(settings.outstanding());
        }
        for (Path file : gone) {
            removed(file);
        }
    }

    private void handOver(FileStamp stamp) throws InterruptedException {
        if (isHandedOver(stamp)) {
            return;
        }
        slots.acquire();
        gallery.knows(stamp)
                .compose(known -> known ? Future.succeededFuture() : gallery.put(stamp.file()))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        handedOver.put(stamp.file(), stamp);
                        slots.release();
                    } else {
                        again(stamp.file(), Failures.typed(done.cause()));
                    }
                });
    }

    /** Gives the file's slot back, after a pause if the gallery only had no time: so that it is not asked in a loop. */
    private void again(Path file, PatchrankException failure) {
        if (!failure.code().isTransient()) {
            failures.warn(failure, "; " + file + " is tried again at the next scan");
            slots.release();
            return;
        }
        LOG.debug("{}: put again later: {}", file, failure.getMessage());
        long wanted = failure.retryAfter().orElse(RETRY).toMillis();
        CompletableFuture.delayedExecutor(Math.min(wanted, RETRY.toMillis()), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!signals.offer(file)) {
                        scanAtOnce.set(true);
                    }
                    slots.release();
                });
    }

    private void removed(Path file) throws InterruptedException {
        boolean folderStands = folders.stream().anyMatch(f -> file.startsWith(f) && Files.isDirectory(f));
        // Neither there nor gone is a file in a folder that may not be read any more.
        boolean gone = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        if (!folderStands || !gone || mounts.isUnmounted(file)) {
            return;
        }
        handedOver.remove(file);
        slots.acquire();
        gallery.remove(file).onComplete(done -> {
            if (done.failed() && Failures.typed(done.cause()).code() != ErrorCode.NOT_FOUND) {
                again(file, Failures.typed(done.cause()));
            } else {
                slots.release();
            }
        });
    }

    private boolean isHandedOver(FileStamp stamp) {
        return stamp.equals(handedOver.get(stamp.file()));
    }

    /** Not {@code join()}, which an interrupt does not end: {@link #close()} would wait for an answer that is lost. */
    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw Failures.typed(e);
        }
    }

    /** Hands over nothing more, and waits for the puts in progress. Blocks. */
    @Override
    public void close() {
        closed = true;
        events.close();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            slots.acquire(settings.outstanding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
