package io.patchrank.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C or SIGTERM, held until the work has ended in order. The JVM gives a shutdown hook no say in the exit code
 * (130 or 143), though a server that stops when it is asked to has not failed: after an orderly end the hook ends the
 * process with 0.
 */
final class StopSignal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "patchrank-stop");
    private final Duration patience;
    private volatile boolean orderly;

    /** @param patience how long the work may take to end; a start that hangs is given up then, too */
    StopSignal(Duration patience) {
        this.patience = patience;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void onShutdown() {
        asked.countDown();
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the work has not ended in {}; what was acknowledged is safe", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (orderly) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Waits; true when the signal came. */
    boolean await(Duration time) {
        try {
            return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Everything is closed and nothing was lost. */
    void endedInOrder() {
        orderly = true;
    }

    /** Lets the process end. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process ends already", e);
        }
    }
}
