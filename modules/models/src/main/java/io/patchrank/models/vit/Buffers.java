package io.patchrank.models.vit;

import io.patchrank.torch.NativeScope;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the large tensors between the steps of a network, the same for all layers and from one call to the next. New
 * memory is cleared by the kernel before it is given out, and lies in no cache. For one thread at a time.
 */
public final class Buffers implements AutoCloseable {
    private final Tensor like;
    private final Map<Use, Tensor> memory = new EnumMap<>(Use.class);

    /** What is alive at the same time. */
    public enum Use {
        TOKENS,
        /** Queries, keys and values. */
        PROJECTED,
        /** Of rows and keys in attention. */
        SCORES,
        /** By attention. */
        GATHERED,
        /** Between the two layers of a feed-forward. */
        INSIDE,
        /** What is added to the tokens. */
        ADDED
    }

    /** @param like a tensor of the number type and the device wanted; it must stay open */
    public Buffers(Tensor like) {
        this.like = like;
    }

    /** A dense tensor of any content. It ends what was taken for the same use before. */
    public Tensor take(Use use, long... shape) {
        long size = 1;
        for (long side : shape) {
            size *= side;
        }
        Tensor kept = memory.get(use);
        if (kept == null || kept.numel() < size) {
            // Before there may be no memory for the larger one.
            free(memory.remove(use));
            kept = NativeScope.keep(like.new_empty(size));
            memory.put(use, kept);
        }
        return kept.narrow(0, 0, size).view(shape);
    }

    private static void free(@Nullable Tensor kept) {
        if (kept != null) {
            kept.close();
        }
    }

    @Override
    public void close() {
        memory.values().forEach(Tensor::close);
        memory.clear();
    }
}
