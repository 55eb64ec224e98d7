package io.patchrank.pipeline;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.storage.ames.DescriptorFile;
import io.patchrank.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Raw scores of AMES between the images of two descriptor files, as {@code rerank} of pavelsuma/ames computes them for
 * its evaluation. Blocks the caller while all processors compute.
 */
public final class AmesPairs implements AutoCloseable {
    /** Gallery images read and computed together: bounds memory, not the result. */
    private static final int AT_ONCE = 100;

    private final AmesNetwork network;
    private final AmesPreset preset;
    private final DescriptorFile queries;
    private final DescriptorFile gallery;
    private final int queryDescriptors;
    private final int galleryDescriptors;

    private AmesPairs(
            AmesNetwork network,
            AmesPreset preset,
            DescriptorFile queries,
            DescriptorFile gallery,
            int queryDescriptors,
            int galleryDescriptors) {
        this.network = network;
        this.preset = preset;
        this.queries = queries;
        this.gallery = gallery;
        this.queryDescriptors = queryDescriptors;
        this.galleryDescriptors = galleryDescriptors;
    }

    /**
     * Opens all three files.
     *
     * @param config tells device, heads, activation and preset
     * @param weights checkpoint, by its name in the registry or its path
     * @param queryDescriptors compared of a query at most
     * @param galleryDescriptors compared of a gallery image at most
     * @throws PatchrankException of the files; {@code MODEL_MISMATCH} when the checkpoint was made for descriptors of
     *     another dimension
     */
    public static AmesPairs open(
            PatchrankConfig config,
            String weights,
            Path queryFile,
            Path galleryFile,
            int queryDescriptors,
            int galleryDescriptors) {
        ComputeDevice device = ComputeDevice.resolve(config.extract().device());
        DescriptorFile queries = DescriptorFile.open(queryFile);
        try {
            DescriptorFile gallery = DescriptorFile.open(galleryFile);
            try {
                AmesNetwork network = ConfiguredAmes.open(
                        ConfiguredAmes.weights(config, weights), config.rerank().ames(), device);
                AmesPreset preset = ConfiguredAmes.preset(config.rerank().ames(), network);
                requireDimension(network, queries);
                requireDimension(network, gallery);
                return new AmesPairs(network, preset, queries, gallery, queryDescriptors, galleryDescriptors);
            } catch (RuntimeException e) {
                gallery.close();
                throw e;
            }
        } catch (RuntimeException e) {
            queries.close();
            throw e;
        }
    }

    private static void requireDimension(AmesNetwork network, DescriptorFile file) {
        int wanted = network.architecture().localDimension();
        if (file.localDimension() != wanted) {
            network.close();
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    file.file() + ": features",
                    "descriptors of " + file.localDimension() + " dimensions; " + network.subject() + " compares "
                            + wanted);
        }
    }

    /**
     * Raw scores of one query.
     *
     * @param galleryRows images, in any order
     * @throws PatchrankException naming file and row
     */
    public float[] score(int query, int[] galleryRows) {
        LocalDescriptors locals = queries.read(query, queryDescriptors);
        float[] scores = new float[galleryRows.length];
        int processors = Runtime.getRuntime().availableProcessors();
        int atOnce = Math.clamp(Math.ceilDiv(scores.length, processors), 1, AT_ONCE);
        IntStream.range(0, Math.ceilDiv(scores.length, atOnce)).parallel().forEach(part -> {
            int from = part * atOnce;
            int[] rows = Arrays.copyOfRange(galleryRows, from, Math.min(scores.length, from + atOnce));
            float[] raw = score(locals, rows);
            System.arraycopy(raw, 0, scores, from, raw.length);
        });
        return scores;
    }

    private float[] score(LocalDescriptors query, int[] galleryRows) {
        List<Integer> rows = Arrays.stream(galleryRows).boxed().toList();
        List<String> names = rows.stream()
                .map(row -> gallery.file() + ": features, row " + row)
                .toList();
        return network.score(query, network.gallery(names, gallery.read(rows, galleryDescriptors)));
    }

    /** Images that the query file describes. */
    public int queries() {
        return queries.rows();
    }

    /** Images that the gallery file describes. */
    public int gallery() {
        return gallery.rows();
    }

    /** What is published for such a network. */
    public AmesPreset preset() {
        return preset;
    }

    @Override
    public void close() {
        network.close();
        gallery.close();
        queries.close();
    }
}
