package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.DensePatches;
import io.patchrank.api.feature.FeatureExtractor;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.picture.Picture;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.VisionTransformer;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Features of a {@link VisionTransformer} after a {@link FeatureRecipe}. One network serves any number of calling
 * threads, each of which computes on its own; {@link #close()} waits for those that are computing.
 */
public final class TransformerExtractor implements FeatureExtractor {
    private static final int CPU_BATCH = 1;
    private static final int CUDA_BATCH = 16;

    private final ModelInfo model;
    private final ModelDefinition definition;
    private final String weightsSha256;
    private final VisionTransformer network;
    private final GlobalDescriptor global;
    private final PatchWeighing weighing;
    private final PatchSelection selection;
    private final Set<BlockFacet> needs;
    private final int batch;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** Takes over {@code network}, {@code weighing} and {@code global}. */
    TransformerExtractor(
            ModelInfo model,
            ModelDefinition definition,
            String weightsSha256,
            VisionTransformer network,
            PatchWeighing weighing,
            GlobalDescriptor global) {
        this.model = model;
        this.definition = definition;
        this.weightsSha256 = weightsSha256;
        this.network = network;
        this.weighing = weighing;
        this.global = global;
        this.selection = new PatchSelection(definition.recipe().locals());
        this.needs = definition.recipe().needs();
        boolean cpu = model.device().equals(ComputeDevice.CPU.toString());
        this.batch = definition.batch().orElse(cpu ? CPU_BATCH : CUDA_BATCH);
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    public FeatureRecipe recipe() {
        return definition.recipe();
    }

    String weightsSha256() {
        return weightsSha256;
    }

    /** D of each part of the global descriptor before whitening. */
    int partDimension() {
        return network.dim();
    }

    @Override
    public List<ImageFeatures> extract(List<Picture> pictures) {
        return computed(pictures, this::features);
    }

    @Override
    public Inspection inspect(Picture picture) {
        return computed(
                        List.of(picture),
                        scales ->
                                List.of(new Inspection(features(scales).getFirst(), Optional.of(densePatches(scales)))))
                .getFirst();
    }

    /** Of the first picture of the batch, at the scale that has most of them. */
    private DensePatches densePatches(List<ScaleOutputs> scales) {
        WeightedPatches finest = scales.stream()
                .map(ScaleOutputs::patches)
                .max(Comparator.comparingInt(patches -> patches.grid().patches()))
                .orElseThrow();
        return new DensePatches(
                finest.grid(),
                finite(HostArrays.floats(finest.weights().select(0, 0))),
                finite(HostArrays.floats(
                        selection.described(finest.descriptors().select(0, 0)))));
    }

    /** The pooled parts of each picture's global descriptor before whitening, each [D], once for every scale. */
    List<List<float[]>> parts(List<Picture> pictures) {
        return computed(pictures, scales -> scales.stream()
                .flatMap(scale -> rows(global.parts(scale)).stream())
                .toList());
    }

    /** Part by part to picture by picture. */
    private List<List<float[]>> rows(List<Tensor> parts) {
        List<float[]> values = parts.stream().map(HostArrays::floats).toList();
        int dimension = network.dim();
        List<List<float[]>> pictures = new ArrayList<>();
        for (int b = 0; b < values.getFirst().length / dimension; b++) {
            int row = b;
            pictures.add(values.stream()
                    .map(part -> finite(row(part, row, dimension)))
                    .toList());
        }
        return pictures;
    }

    private List<ImageFeatures> features(List<ScaleOutputs> scales) {
        List<LocalDescriptors> locals =
                selection.of(scales.stream().map(ScaleOutputs::patches).toList());
        float[] globals = HostArrays.floats(global.of(scales));
        PatchGrid grid = scales.getFirst().network().grid();
        List<ImageFeatures> features = new ArrayList<>();
        for (int b = 0; b < locals.size(); b++) {
            finite(locals.get(b).values());
            finite(locals.get(b).weight());
            float[] descriptor = finite(row(globals, b, global.dimension()));
            features.add(new ImageFeatures(descriptor, locals.get(b), grid, model.fingerprint()));
        }
        return features;
    }

    private <T> List<T> computed(List<Picture> pictures, Function<List<ScaleOutputs>, List<T>> read) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new PatchrankException(ErrorCode.INTERNAL, model.name(), "the model is closed");
            }
            List<T> results = new ArrayList<>(pictures.size());
            for (int from = 0; from < pictures.size(); ) {
                int to = endOfGroup(pictures, from);
                List<Picture> group = pictures.subList(from, to);
                results.addAll(NativeScope.compute(model.name(), () -> atEveryScale(group, read)));
                from = to;
            }
            return results;
        } finally {
            open.readLock().unlock();
        }
    }

    private <T> List<T> atEveryScale(List<Picture> group, Function<List<ScaleOutputs>, List<T>> read) {
        List<VitOutputs> outputs = new ArrayList<>();
        try {
            for (int scale = 0; scale < recipe().locals().scales().size(); scale++) {
                outputs.add(network.forward(stacked(group, scale), needs));
            }
            return read.apply(outputs.stream()
                    .map(scale -> new ScaleOutputs(scale, weighing.of(scale)))
                    .toList());
        } finally {
            outputs.forEach(VitOutputs::close);
        }
    }

    private int endOfGroup(List<Picture> pictures, int from) {
        Picture first = checked(pictures.get(from));
        int to = from + 1;
        while (to < pictures.size() && to - from < batch && sameSizes(first, checked(pictures.get(to)))) {
            to++;
        }
        return to;
    }

    private Picture checked(Picture picture) {
        int wanted = recipe().locals().scales().size();
        if (picture.sizes().size() != wanted) {
            throw new IllegalArgumentException("the model takes pictures of " + wanted + " scales, not "
                    + picture.sizes().size());
        }
        return picture;
    }

    /** Pictures of equal first size may differ in the others, each of which is rounded to patches on its own. */
    private static boolean sameSizes(Picture a, Picture b) {
        for (int scale = 0; scale < a.sizes().size(); scale++) {
            if (!a.sizes().get(scale).sameSize(b.sizes().get(scale))) {
                return false;
            }
        }
        return true;
    }

    /** [B, 3, H, W]; not copied when there is one. */
    private static Tensor stacked(List<Picture> group, int scale) {
        TensorVector views = new TensorVector();
        for (Picture picture : group) {
            Picture.AtScale size = picture.sizes().get(scale);
            views.push_back(HostArrays.view(size.pixels(), 1, 3, size.height(), size.width()));
        }
        return group.size() == 1 ? views.get(0) : torch.cat(views, 0);
    }

    private static float[] row(float[] values, int row, int length) {
        float[] copy = new float[length];
        System.arraycopy(values, row * length, copy, 0, length);
        return copy;
    }

    private float[] finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new PatchrankException(
                        ErrorCode.MODEL_INVALID,
                        model.name(),
                        "yields numbers that are not finite; the weights are damaged, or the matrix kernels wrong "
                                + "for this CPU (run doctor)");
            }
        }
        return values;
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                network.close();
                weighing.close();
                global.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
