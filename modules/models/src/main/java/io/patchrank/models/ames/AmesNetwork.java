package io.patchrank.models.ames;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.models.vit.BufferPool;
import io.patchrank.models.vit.Buffers;
import io.patchrank.models.vit.WeightLoader;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.NativeScope;
import io.patchrank.torch.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * AMES, inference only (Suma et al., "AMES: Asymmetric and Memory-Efficient Similarity Estimation for Instance-level
 * Retrieval", ECCV 2024; reference implementation: pavelsuma/ames). Local descriptors of both images become tokens, a
 * match token joins them, and what it has gathered after the last layer is one raw score: a logit, higher is more
 * alike. Query and gallery need not have equally many descriptors. In full precision, and with binary codes
 * ({@code dist}).
 *
 * <p>Descriptors need no particular length: they are normalised. A binary network also takes codes: descriptors whose
 * dimension is that of the codes, and not that of its descriptors, must be -1 and 1 (0 for all of a zero descriptor),
 * and are not projected again. That is how galleries that keep only codes are scored.
 *
 * <p>All weights decide; only the attention heads and the activation come from {@link AmesOptions}. Computes in float32.
 * Thread-safe: any number of threads may score at once, each single-threaded on its own.
 */
public final class AmesNetwork implements AutoCloseable {
    /** Tokens computed together: more than one pair's do not pay on a CPU, whose caches they leave. */
    private static final int CPU_TOKENS = 768;

    private static final int CUDA_TOKENS = 1 << 16;

    private final String subject;
    private final AmesArchitecture shape;
    private final AmesOptions options;
    private final WeightLoader weights;
    private final Tensor matchToken;
    private final Remap remap;
    private final List<AmesLayer> layers = new ArrayList<>();
    private final @Nullable Norm lastNorm;
    private final Linear classifier;
    private final BufferPool buffers;
    private final SharedQueries queries = new SharedQueries();

    private AmesNetwork(String subject, AmesArchitecture shape, AmesOptions options, WeightLoader weights) {
        this.subject = subject;
        this.shape = shape;
        this.options = options;
        int model = shape.modelDimension();
        this.weights = weights;
        this.matchToken = weights.load("mtc_token", model);
        this.remap = Remap.load(weights, shape);
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(new AmesLayer(weights, i, shape, options));
        }
        this.lastNorm = shape.normalisesBefore() ? Norm.load(weights, "decoder.norm", model) : null;
        this.classifier = Linear.load(weights, "classifier", 1, model);
        this.buffers = new BufferPool(matchToken);
    }

    /**
     * Loads a network. The weights are copied, so {@code source} may be closed afterwards.
     *
     * @param source names of the reference, any float type
     * @throws PatchrankException {@code MODEL_INVALID} naming file and tensor for a checkpoint of another architecture:
     *     a missing or surplus tensor, a wrong shape, a width that the heads do not divide
     */
    public static AmesNetwork load(StateDict source, AmesOptions options) {
        AmesArchitecture shape = AmesArchitecture.of(source);
        if (shape.modelDimension() % options.heads() != 0) {
            throw AmesArchitecture.invalid(
                    source,
                    "tensor mtc_token has " + shape.modelDimension() + " values, which " + options.heads()
                            + " attention heads do not divide");
        }
        WeightLoader weights = new WeightLoader(source, options.device(), ScalarType.Float);
        try {
            AmesNetwork network = NativeScope.compute(
                    source.subject(), () -> new AmesNetwork(source.subject(), shape, options, weights));
            Set<String> surplus = new TreeSet<>(source.names());
            surplus.removeAll(weights.names());
            if (!surplus.isEmpty()) {
                String first = surplus.iterator().next();
                throw AmesArchitecture.invalid(source, "no AMES checkpoint: tensor " + first + " has no place in it");
            }
            return network;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** Where the weights come from, for messages. */
    public String subject() {
        return subject;
    }

    public AmesArchitecture architecture() {
        return shape;
    }

    /**
     * What is needed of gallery images, whatever the query.
     *
     * @param names of the images, for errors, [n]
     * @param images [n]; their padding is left out
     * @throws PatchrankException naming image and row: {@code MODEL_MISMATCH} for another dimension,
     *     {@code BAD_REQUEST} when all rows are masked, {@code DATA_CORRUPT} for a value that is no finite number
     */
    public List<GalleryTokens> gallery(List<String> names, List<LocalDescriptors> images) {
        List<GalleryTokens> tokens = new ArrayList<>(images.size());
        List<Descriptors> run = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Descriptors next = Descriptors.checked(names.get(i), images.get(i), shape, subject);
            if (!run.isEmpty() && run.getFirst().codes() != next.codes()) {
                tokens.addAll(compact(run));
                run.clear();
            }
            run.add(next);
        }
        tokens.addAll(compact(run));
        return tokens;
    }

    /** One product for all images, which are all of one kind. */
    private List<GalleryTokens> compact(List<Descriptors> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        float[] compact = NativeScope.compute(subject, () -> HostArrays.floats(compacted(images)));
        int width =
                compact.length / images.stream().mapToInt(Descriptors::count).sum();
        List<GalleryTokens> tokens = new ArrayList<>(images.size());
        int offset = 0;
        for (Descriptors image : images) {
            int length = image.count() * width;
            tokens.add(
                    shape.binary()
                            ? GalleryTokens.Codes.of(image.count(), compact, offset, length)
                            : GalleryTokens.Halves.of(image.count(), compact, offset, length));
            offset += length;
        }
        return tokens;
    }

    private Tensor compacted(List<Descriptors> images) {
        int dimension = images.getFirst().locals().dimension();
        float[] rows = new float[images.stream().mapToInt(Descriptors::length).sum()];
        int offset = 0;
        for (Descriptors image : images) {
            System.arraycopy(image.locals().values(), 0, rows, offset, image.length());
            offset += image.length();
        }
        Tensor descriptors = onDevice(rows, rows.length / dimension, dimension);
        return images.getFirst().codes() ? descriptors : remap.compact(descriptors);
    }

    /**
     * Raw scores of a query against gallery images, in order. Candidates with equally many descriptors share their
     * products; what depends on the query alone is computed once, also for later calls.
     *
     * @param candidates of {@link #gallery} of this network; counts may differ
     * @throws PatchrankException as {@link #gallery}, naming the query
     */
    public float[] score(LocalDescriptors query, List<GalleryTokens> candidates) {
        float[] scores = new float[candidates.size()];
        if (scores.length == 0) {
            return scores;
        }
        Descriptors checked = Descriptors.checked("query", query, shape, subject);
        Map<Integer, List<Integer>> byCount = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byCount.computeIfAbsent(candidates.get(i).count(), count -> new ArrayList<>())
                    .add(i);
        }
        return NativeScope.compute(
                subject,
                () -> buffers.with(memory -> {
                    AmesLayer.Shared shared =
                            queries.take(checked, () -> share(remap.tokens(compacted(List.of(checked))), memory));
                    try {
                        byCount.forEach((count, positions) -> {
                            int most = Math.max(1, tokensAtOnce() / (checked.count() + 1 + count));
                            for (int from = 0; from < positions.size(); from += most) {
                                List<Integer> part = positions.subList(from, Math.min(from + most, positions.size()));
                                score(shared, part, candidates, memory, scores);
                            }
                        });
                    } finally {
                        queries.put(checked, shared);
                    }
                    return scores;
                }));
    }

    private int tokensAtOnce() {
        return options.device().isCuda() ? CUDA_TOKENS : CPU_TOKENS;
    }

    private void score(
            AmesLayer.Shared shared,
            List<Integer> positions,
            List<GalleryTokens> candidates,
            Buffers buffers,
            float[] scores) {
        float[] raw = NativeScope.compute(
                subject,
                () -> HostArrays.floats(score(
                        shared, gallery(positions.stream().map(candidates::get).toList()), buffers)));
        for (int i = 0; i < raw.length; i++) {
            scores[positions.get(i)] = raw[i];
        }
    }

    /** Tokens of candidates with equally many descriptors, [B, m, D]. */
    Tensor gallery(List<GalleryTokens> candidates) {
        int count = candidates.getFirst().count();
        int width = shape.binary() ? shape.bits() : shape.modelDimension();
        float[] values = new float[candidates.size() * count * width];
        for (int i = 0; i < candidates.size(); i++) {
            candidates.get(i).copyTo(values, i * count * width);
        }
        return remap.tokens(onDevice(values, candidates.size(), count, width));
    }

    /** @param query tokens [n, D] */
    AmesLayer.Shared share(Tensor query, Buffers buffers) {
        return layers.getFirst().share(query.unsqueeze(0), matchToken.view(1, 1, shape.modelDimension()), buffers);
    }

    /** @param gallery tokens [B, m, D]. Raw scores [B] */
    Tensor score(AmesLayer.Shared shared, Tensor gallery, Buffers buffers) {
        long n = shared.rows();
        AmesLayer layer = layers.getFirst();
        Tensor tokens = layer.selfAttended(shared, gallery, buffers);
        for (int i = 1; i < layers.size(); i++) {
            layer.crossAttend(tokens, n, buffers);
            layer = layers.get(i);
            layer.selfAttend(tokens, n, buffers);
        }
        Tensor last = layer.matchToken(tokens, n, buffers);
        return classifier.apply(lastNorm == null ? last : lastNorm.apply(last)).view(-1);
    }

    Remap remap() {
        return remap;
    }

    List<AmesLayer> layers() {
        return layers;
    }

    private Tensor onDevice(float[] values, long... sides) {
        Tensor host = HostArrays.tensor(values, sides);
        try (Device target = options.device().toTorch()) {
            return options.device().isCuda() ? host.to(target, ScalarType.Float) : host;
        }
    }

    /** Frees the weights. Nobody may be scoring. */
    @Override
    public void close() {
        queries.close();
        buffers.close();
        weights.close();
    }

    @Override
    public String toString() {
        return "AMES, " + shape + ", from " + subject;
    }
}
