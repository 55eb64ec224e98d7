package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Pools, whitens and joins the parts of a global descriptor. Immutable; runs inside the caller's scope. */
final class GlobalDescriptor implements AutoCloseable {
    private final FeatureRecipe recipe;
    private final List<Projection> whitenings = new ArrayList<>();
    private final @Nullable Projection finalProjection;
    private final int dimension;

    private record Projection(Tensor mean, Tensor matrix) {
        static Projection of(Whitening whitening, int kept, ComputeDevice device) {
            return NativeScope.compute("whitening", () -> {
                Tensor mean = HostArrays.tensor(whitening.mean(), whitening.dimension());
                Tensor matrix = HostArrays.tensor(whitening.matrix(), whitening.kept(), whitening.dimension())
                        .narrow(0, 0, kept);
                return new Projection(
                        NativeScope.keep(StateDict.copyOf(mean, device, ScalarType.Float)),
                        NativeScope.keep(StateDict.copyOf(matrix, device, ScalarType.Float)));
            });
        }

        Tensor apply(Tensor x) {
            return torch.linear(x.sub(mean), matrix);
        }

        void close() {
            mean.close();
            matrix.close();
        }
    }

    /** @throws PatchrankException {@code MODEL_INVALID} when the whitening is for other parts or another width */
    GlobalDescriptor(FeatureRecipe recipe, int partDimension, Optional<WhiteningFile> whitening, ComputeDevice device) {
        this.recipe = recipe;
        int joined = recipe.global().size() * partDimension;
        if (whitening.isPresent()) {
            WhiteningFile file = whitening.get();
            joined = checked(recipe, partDimension, file);
            file.parts().forEach(part -> whitenings.add(Projection.of(part, kept(recipe, part), device)));
        }
        Optional<Whitening> last = whitening.flatMap(WhiteningFile::finalProjection);
        this.finalProjection = last.map(w -> Projection.of(w, w.kept(), device)).orElse(null);
        this.dimension = last.map(Whitening::kept).orElse(joined);
    }

    private static int checked(FeatureRecipe recipe, int partDimension, WhiteningFile file) {
        boolean fits = file.origin().global().equals(recipe.globalText())
                && file.parts().size() == recipe.global().size()
                && file.parts().stream().allMatch(part -> part.dimension() == partDimension);
        int joined = file.parts().stream().mapToInt(part -> kept(recipe, part)).sum();
        if (!fits || file.finalProjection().filter(w -> w.dimension() != joined).isPresent()) {
            throw new PatchrankException(
                    ErrorCode.MODEL_INVALID,
                    "whitening",
                    "was learned for " + file.origin().global() + ", the model yields " + recipe.globalText() + " of "
                            + partDimension + " each; fit one for this model, or set none");
        }
        return joined;
    }

    private static int kept(FeatureRecipe recipe, Whitening part) {
        return Math.min(recipe.whitenedDimensions(), part.kept());
    }

    /** Dg. */
    int dimension() {
        return dimension;
    }

    /** What a whitening is learned from: each part pooled at one scale, float32 [B, D]. */
    List<Tensor> parts(ScaleOutputs scale) {
        return recipe.global().stream()
                .map(part -> {
                    Tensor pooled = part.pooling().pool(scale, part.source());
                    return recipe.normaliseBeforeWhitening() ? torch.normalize(pooled) : pooled;
                })
                .toList();
    }

    /** Float32 [B, Dg], rows L2-normalised. */
    Tensor of(List<ScaleOutputs> scales) {
        List<List<Tensor>> whitened = scales.stream().map(this::whitened).toList();
        TensorVector joined = new TensorVector();
        for (int i = 0; i < recipe.global().size(); i++) {
            int part = i;
            joined.push_back(
                    averaged(whitened.stream().map(scale -> scale.get(part)).toList()));
        }
        Tensor descriptor = torch.cat(joined, 1);
        return torch.normalize(finalProjection == null ? descriptor : finalProjection.apply(descriptor));
    }

    private List<Tensor> whitened(ScaleOutputs scale) {
        List<Tensor> parts = parts(scale);
        List<Tensor> whitened = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Tensor part = parts.get(i);
            whitened.add(torch.normalize(
                    whitenings.isEmpty() ? part : whitenings.get(i).apply(part)));
        }
        return whitened;
    }

    /** The direction between unit vectors, one a scale. */
    private static Tensor averaged(List<Tensor> scales) {
        Tensor sum = scales.getFirst();
        for (Tensor other : scales.subList(1, scales.size())) {
            sum = sum.add(other);
        }
        return scales.size() == 1 ? sum : torch.normalize(sum);
    }

    @Override
    public void close() {
        whitenings.forEach(Projection::close);
        if (finalProjection != null) {
            finalProjection.close();
        }
    }
}
