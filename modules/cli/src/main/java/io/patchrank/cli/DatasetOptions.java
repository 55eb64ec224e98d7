package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetFolder;
import io.patchrank.evaluation.dataset.DatasetKind;
import io.patchrank.evaluation.rerank.Grid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that name a dataset folder and how it is re-ranked, as a {@code @Mixin}. */
final class DatasetOptions {
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "roxford5k, rparis6k, roxford5k+1m, rparis6k+1m, gldv2, gldv2-val, instre or groups.")
    private Optional<String> dataset = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder of the dataset: gnd_NAME.pkl, nn_DESC.pkl and so on, see docs/evaluation.md.")
    private Optional<Path> dir = Optional.empty();

    @Option(
            names = "--desc",
            paramLabel = "DESC",
            description = "What the files of the dataset begin with (default: dinov2).")
    private String descriptor = "dinov2";

    @Option(names = "--nn", paramLabel = "FILE", description = "Global ranking (default: nn_DESC.pkl of DIR).")
    private Optional<Path> neighbours = Optional.empty();

    @Option(names = "--topk", split = ",", paramLabel = "K", description = "Shortlist lengths of the dataset's grid.")
    private List<Integer> topK = List.of();

    @Option(names = "--lambda", split = ",", paramLabel = "L", description = "Weights of the similarity in the grid.")
    private List<Double> lambda = List.of();

    @Option(names = "--temperature", split = ",", paramLabel = "T", description = "Temperatures of the grid.")
    private List<Double> temperature = List.of();

    /** Whether a dataset is asked for at all. */
    boolean given() {
        return dataset.isPresent() || dir.isPresent();
    }

    /** @throws PatchrankException BAD_REQUEST unless both dataset and folder are named */
    DatasetFolder folder() {
        DatasetKind kind = DatasetKind.named(dataset.orElseThrow(() -> missing("--dataset")));
        return new DatasetFolder(dir.orElseThrow(() -> missing("--dir")), kind, descriptor);
    }

    Dataset read() {
        return Dataset.read(folder(), neighbours);
    }

    /** What was given of the grid, the rest from {@code standard}. */
    Grid grid(Grid standard) {
        return new Grid(
                topK.isEmpty() ? standard.topK() : topK,
                lambda.isEmpty() ? standard.lambda() : lambda,
                temperature.isEmpty() ? standard.temperature() : temperature);
    }

    private static PatchrankException missing(String option) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, option, "a dataset needs --dataset and --dir");
    }
}
