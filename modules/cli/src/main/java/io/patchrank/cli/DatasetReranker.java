package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetEvaluation;
import io.patchrank.evaluation.dataset.DatasetKind;
import io.patchrank.evaluation.rerank.Grid;
import io.patchrank.evaluation.rerank.PairScorer;
import io.patchrank.pipeline.AmesPairs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options that say what scores the pairs of a dataset, as a {@code @Mixin}. */
final class DatasetReranker {
    private static final String AMES = "ames";
    private static final String SCORES = "scores";
    static final String NONE = "none";

    @Option(
            names = "--weights",
            paramLabel = "NAME|FILE",
            description = "AMES checkpoint for --rerank ames (default: rerank.ames.weights).")
    private Optional<String> weights = Optional.empty();

    @Option(
            names = "--query-descriptors",
            paramLabel = "N",
            description = "Local descriptors compared of a query (default: 600).")
    private int queryDescriptors = DatasetKind.QUERY_DESCRIPTORS;

    @Option(
            names = "--gallery-descriptors",
            paramLabel = "N",
            description = "Local descriptors compared of a gallery image (default: 50).")
    private int galleryDescriptors = DatasetKind.GALLERY_DESCRIPTORS;

    /** {@code ames} when a checkpoint is given. */
    String standardName() {
        return weights.isPresent() ? AMES : NONE;
    }

    /**
     * Scores all pairs with progress for people, then judges the grid.
     *
     * @param grid makes the grid from the published lambda and temperature
     * @throws PatchrankException BAD_REQUEST for another name, or when descriptor files and dataset do not fit
     */
    DatasetEvaluation run(
            Dataset dataset, String name, Function<AmesPreset, Grid> grid, GlobalOptions options, Output output) {
        return switch (name) {
            case NONE -> DatasetEvaluation.globalOnly(dataset);
            case SCORES -> {
                AmesPreset preset = AmesPreset.of(dataset.folder().descriptor().startsWith("cvnet"), false);
                yield scored(dataset, name, dataset.storedScores(), grid.apply(preset), output);
            }
            case AMES -> {
                try (AmesPairs pairs = open(dataset, options)) {
                    yield scored(dataset, name, pairs::score, grid.apply(pairs.preset()), output);
                }
            }
            default ->
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        name,
                        "no re-ranker of datasets; choose one of " + List.of(NONE, SCORES, AMES));
        };
    }

    private static DatasetEvaluation scored(Dataset dataset, String name, PairScorer scorer, Grid grid, Output output) {
        int queries = dataset.lists().protocol().queries();
        try (Progress progress = Operation.progress(output, "score", queries)) {
            return DatasetEvaluation.reranked(dataset, name, scorer, grid, () -> progress.step(""));
        }
    }

    private AmesPairs open(Dataset dataset, GlobalOptions options) {
        var config = options.config();
        String checkpoint = weights.or(() -> Optional.of(config.rerank().ames().weights()))
                .filter(named -> !named.isBlank())
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.BAD_REQUEST, "--weights", "name the checkpoint that scores the pairs"));
        AmesPairs pairs = AmesPairs.open(
                config,
                checkpoint,
                dataset.folder().queryLocals(),
                dataset.folder().galleryLocals(),
                queryDescriptors,
                galleryDescriptors);
        try {
            requireRows(
                    dataset.folder().queryLocals(),
                    pairs.queries(),
                    dataset.lists().protocol().queries());
            requireRows(dataset.folder().galleryLocals(), pairs.gallery(), dataset.images());
            return pairs;
        } catch (RuntimeException e) {
            pairs.close();
            throw e;
        }
    }

    private static void requireRows(Path file, int rows, int wanted) {
        if (rows < wanted) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file + ": features",
                    "descriptors of " + rows + " images; the dataset has " + wanted);
        }
    }
}
