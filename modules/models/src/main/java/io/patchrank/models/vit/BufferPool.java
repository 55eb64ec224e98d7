package io.patchrank.models.vit;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Buffers} of calls that are over, as many as were ever running at once. On a GPU none are kept: torch keeps such
 * memory itself, for all networks. Thread-safe.
 */
public final class BufferPool implements AutoCloseable {
    private final Tensor like;
    private final boolean keeps;
    private final Queue<Buffers> idle = new ConcurrentLinkedQueue<>();

    /** @param like a tensor of the number type and the device wanted; it must stay open */
    public BufferPool(Tensor like) {
        this.like = like;
        this.keeps = !like.is_cuda();
    }

    /** Runs {@code call} with buffers that nobody else has meanwhile. */
    public <T> T with(Function<Buffers, T> call) {
        Buffers buffers = Objects.requireNonNullElseGet(idle.poll(), () -> new Buffers(like));
        boolean over = false;
        try {
            T result = call.apply(buffers);
            over = true;
            return result;
        } finally {
            // A call that failed may have done so for lack of memory.
            if (over && keeps) {
                idle.add(buffers);
            } else {
                buffers.close();
            }
        }
    }

    /** No call may be running. */
    @Override
    public void close() {
        idle.forEach(Buffers::close);
        idle.clear();
    }
}
