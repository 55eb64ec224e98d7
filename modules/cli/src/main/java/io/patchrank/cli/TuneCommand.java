package io.patchrank.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetEvaluation;
import io.patchrank.evaluation.dataset.DatasetJson;
import io.patchrank.evaluation.dataset.DatasetTable;
import io.patchrank.evaluation.rerank.Grid;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds lambda, temperature and shortlist length on a validation dataset. */
@Command(
        name = "tune",
        description = {
            "Finds lambda, temperature and shortlist length of a re-ranker on a validation dataset.",
            "Every pair is scored once, whatever the size of the grid. The choice is cross-checked: each part of the"
                    + " queries is measured with the values that the others choose. AMES' values come from gldv2-val."
        })
final class TuneCommand extends Operation {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Option(
            names = "--rerank",
            paramLabel = "NAME",
            description =
                    "What scores the pairs: ames, or scores, the raw scores that AMES left in the folder (default:"
                            + " ames).")
    private String rerank = "ames";

    @Mixin
    private DatasetReranker reranker = new DatasetReranker();

    @Option(names = "--folds", paramLabel = "N", description = "Parts of the queries for the cross-check (default: 2).")
    private int folds = 2;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the values found as a piece of configuration.")
    private Optional<Path> out = Optional.empty();

    @Override
    int run(Output output) {
        Dataset read = dataset.read();
        DatasetEvaluation evaluation =
                reranker.run(read, rerank, preset -> dataset.grid(standard()), options(), output);
        if (evaluation.grid().isEmpty()) {
            throw usage("there is nothing to tune without a re-ranker");
        }
        Tuning tuning = Tuning.of(evaluation.global(), evaluation.grid(), folds);
        String snippet = snippet(tuning.best());
        out.ifPresent(file -> write(file, snippet));
        output.result(json(evaluation, tuning, snippet), json -> text(evaluation, tuning, snippet));
        return 0;
    }

    private static Grid standard() {
        return new Grid(
                List.of(100, 400),
                IntStream.rangeClosed(0, 20).mapToObj(i -> i / 20.0).toList(),
                List.of(0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0));
    }

    private static String snippet(GridPoint best) {
        return String.format(Locale.ROOT, """
                search:
                  shortlist: %d
                rerank:
                  ames:
                    lambda: %s
                    temperature: %s
                """, best.topK(), best.lambda(), best.temperature());
    }

    private static void write(Path file, String snippet) {
        try {
            Files.writeString(file, snippet);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be written: " + e, e);
        }
    }

    private static ObjectNode json(DatasetEvaluation evaluation, Tuning tuning, String snippet) {
        ObjectNode root = JSON.createObjectNode();
        root.put("dataset", evaluation.dataset().folder().kind().datasetName());
        root.put("points", evaluation.grid().size());
        evaluation.scores().ifPresent(scores -> root.put("pairs", scores.pairs()));
        DatasetJson.point(root.putObject("best"), tuning.best()).put("main", tuning.figure());
        root.put("global", tuning.before());
        ObjectNode heldOut = root.putObject("heldOut");
        heldOut.put("main", tuning.heldOut()).put("global", tuning.heldOutBefore());
        var list = heldOut.putArray("folds");
        tuning.folds().forEach(fold -> DatasetJson.point(list.addObject(), fold.chosen())
                .put("main", fold.heldOut())
                .put("global", fold.before()));
        return root.put("configuration", snippet);
    }

    private static String text(DatasetEvaluation evaluation, Tuning tuning, String snippet) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d points of the grid, %d pairs scored%n%nbest: %s%n",
                evaluation.grid().size(),
                evaluation.scores().map(scores -> scores.pairs()).orElse(0L),
                DatasetTable.label(tuning.best())));
        text.append(line("global", tuning.before()))
                .append(line("tuned, on the queries it was tuned on", tuning.figure()))
                .append(line("global, mean of the parts", tuning.heldOutBefore()))
                .append(line("tuned on the other parts", tuning.heldOut()));
        for (Tuning.Fold fold : tuning.folds()) {
            text.append(line("  " + DatasetTable.label(fold.chosen()), fold.heldOut()));
        }
        if (tuning.heldOut() < tuning.heldOutBefore()) {
            text.append("\nOn queries that it was not tuned on, re-ranking takes more than it gives: do not use it.\n");
        }
        return text.append('\n').append(snippet).toString();
    }

    private static String line(String name, double figure) {
        return String.format(Locale.ROOT, "  %-44s %6.2f%n", name, 100 * figure);
    }
}
