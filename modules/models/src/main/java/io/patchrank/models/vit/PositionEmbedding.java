package io.patchrank.models.vit;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kBicubic;

/** Learned positions of CLS and patches, stretched to the grid at hand. Keeps the grids used last. Thread-safe. */
final class PositionEmbedding implements AutoCloseable {
    /** Pictures of one longest side have some 40 shapes; 64 grids of ViT-g at 518 px take 540 MB at most. */
    private static final int MAX_GRIDS = 64;

    private final Tensor learned;
    private final int side;
    private final PositionRule rule;
    private final ComputeDevice device;
    private final ScalarType type;
    private final Map<PatchGrid, Tensor> stretched = new ConcurrentHashMap<>();
    private final Deque<PatchGrid> oldestFirst = new ArrayDeque<>();

    /** @param weights facebookresearch names; {@code pos_embed} [1, 1+side*side, dim] is copied out of it */
    PositionEmbedding(StateDict weights, int dim, PositionRule rule, ComputeDevice device, ScalarType type) {
        Tensor source = weights.get("pos_embed", 1, -1, dim);
        long patches = source.size(1) - 1;
        this.side = (int) Math.round(Math.sqrt((double) patches));
        if ((long) side * side != patches) {
            throw new PatchrankException(
                    ErrorCode.MODEL_INVALID,
                    weights.subject(),
                    "tensor pos_embed holds " + patches + " positions, which is no square grid");
        }
        // Interpolated on the CPU in float32 whatever the device: once a grid, and the same everywhere.
        this.learned = NativeScope.keep(StateDict.copyOf(source, ComputeDevice.CPU, ScalarType.Float));
        this.rule = rule;
        this.device = device;
        this.type = type;
    }

    /** [1, 1+h*w, dim], CLS first. The caller closes its handle; the memory may be shared with other callers. */
    Tensor forGrid(PatchGrid grid) {
        synchronized (stretched) {
            Tensor known = stretched.get(grid);
            if (known == null) {
                known = NativeScope.compute(
                        "pos_embed", () -> NativeScope.keep(StateDict.copyOf(stretch(grid), device, type)));
                stretched.put(grid, known);
                oldestFirst.addLast(grid);
                if (oldestFirst.size() > MAX_GRIDS) {
                    stretched.remove(oldestFirst.removeFirst()).close();
                }
            }
            return new Tensor(known);
        }
    }

    private Tensor stretch(PatchGrid grid) {
        if (grid.height() == side && grid.width() == side) {
            return learned;
        }
        long dim = learned.size(2);
        Tensor plane = learned.narrow(1, 1, (long) side * side)
                .reshape(1, side, side, dim)
                .permute(0, 3, 1, 2);
        Tensor patches = (rule.antialias() ? antialiased(plane, grid) : plain(plane, grid))
                .permute(0, 2, 3, 1)
                .reshape(1, grid.patches(), dim);
        return torch.cat(new TensorVector(learned.narrow(1, 0, 1), patches), 1);
    }

    private Tensor plain(Tensor plane, PatchGrid grid) {
        return torch.upsample_bicubic2d(
                plane, new long[] {grid.height(), grid.width()}, false, scale(grid.height()), scale(grid.width()));
    }

    private DoubleOptional scale(int patches) {
        return rule.offset() == 0 ? new DoubleOptional() : new DoubleOptional((patches + rule.offset()) / side);
    }

    private static Tensor antialiased(Tensor plane, PatchGrid grid) {
        InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.size().put(new LongVector(new long[] {grid.height(), grid.width()}));
        options.mode().put(new kBicubic());
        options.align_corners().put(false);
        options.antialias().put(true);
        return torch.interpolate(plane, options);
    }

    @Override
    public void close() {
        synchronized (stretched) {
            stretched.values().forEach(Tensor::close);
            stretched.clear();
            oldestFirst.clear();
            learned.close();
        }
    }
}
