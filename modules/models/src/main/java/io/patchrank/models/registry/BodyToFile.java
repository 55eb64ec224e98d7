package io.patchrank.models.registry;

import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of an answer to a file as it arrives, on the client's threads. What came before a failure stays
 * written, which the streams of the JDK's client do not promise.
 */
final class BodyToFile implements Flow.Subscriber<List<ByteBuffer>> {
    private static final long TICK_MS = 200;

    private final FileChannel channel;
    private final Path file;
    private final long limit;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;
    private volatile long arrived;

    /**
     * @param channel at its end; stays the caller's
     * @param limit bytes that the body may have
     */
    BodyToFile(FileChannel channel, Path file, long limit) {
        this.channel = channel;
        this.file = file;
        this.limit = limit;
    }

    /**
     * Waits for the end of the body.
     *
     * @param progress told the bytes of this body now and then, on the calling thread
     * @throws IOException when the connection breaks, nothing comes for {@code stall}, or more comes than may
     * @throws PatchrankException when the file cannot be written
     */
    void await(Duration stall, LongConsumer progress) throws IOException, InterruptedException {
        long seen = 0;
        long lastByte = System.nanoTime();
        try {
            while (true) {
                try {
                    done.get(Math.min(TICK_MS, stall.toMillis()), TimeUnit.MILLISECONDS);
                    progress.accept(arrived);
                    return;
                } catch (TimeoutException e) {
                    long now = System.nanoTime();
                    if (arrived > seen) {
                        seen = arrived;
                        lastByte = now;
                        progress.accept(seen);
                    } else if (now - lastByte > stall.toNanos()) {
                        throw new HttpTimeoutException("nothing has come for " + stall.toSeconds() + " s");
                    }
                }
            }
        } catch (ExecutionException e) {
            progress.accept(arrived);
            if (e.getCause() instanceof PatchrankException typed) {
                throw typed;
            }
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } finally {
            cancel();
        }
    }

    /** Afterwards nothing is written any more. */
    private synchronized void cancel() {
        cancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (cancelled || subscription == null) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                if (arrived + buffer.remaining() > limit) {
                    throw new TooMuchException();
                }
                while (buffer.hasRemaining()) {
                    arrived += channel.write(buffer);
                }
            }
            subscription.request(1);
        } catch (TooMuchException e) {
            fail(e);
        } catch (IOException e) {
            fail(FileFailures.of(file, e));
        }
    }

    private void fail(Exception failure) {
        done.completeExceptionally(failure);
        cancel();
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }

    /** The server sends more than it promised. */
    static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("the server sends more than it promised");
        }
    }
}
