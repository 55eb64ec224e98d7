package io.patchrank.cli;

import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.cli.measure.Measurement;
import io.patchrank.evaluation.dataset.Dataset;
import io.patchrank.evaluation.dataset.DatasetEvaluation;
import io.patchrank.evaluation.dataset.DatasetJson;
import io.patchrank.evaluation.dataset.DatasetTable;
import io.patchrank.evaluation.report.ContactSheet;
import io.patchrank.evaluation.report.ImageSource;
import io.patchrank.evaluation.report.html.DatasetReport;
import io.patchrank.evaluation.report.html.GroupReport;
import io.patchrank.evaluation.report.html.HtmlReport;
import io.patchrank.evaluation.report.html.Thumbnails;
import io.patchrank.evaluation.rerank.Grid;
import io.patchrank.evaluation.truth.GroupTruth;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures retrieval before and after re-ranking: on a folder of images with groups, or on a published dataset. */
@Command(
        name = "evaluate",
        description = {
            "Measures mAP and Recall@k before and after re-ranking.",
            "Your own photographs: --images and --groups. Every image of a group is a query; the others of its group are"
                    + " what it should find. Without --data the images are taken into a temporary gallery.",
            "Published datasets: --dataset and --dir, from descriptors and global rankings as AMES has them."
        })
final class EvaluateCommand extends Operation {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of all images; with a dataset, where the report's pictures come from.")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description = "JSON: {\"group\": [\"image\", …], …}, paths relative to the folder of --images.")
    private Optional<Path> groups = Optional.empty();

    @Option(
            names = "--rerank",
            paramLabel = "NAME",
            description =
                    "Images: none, mutual-nn or ames (default: rerank.default). Datasets: none or scores, the raw scores"
                            + " that AMES left in the folder (default: none).")
    private Optional<String> rerank = Optional.empty();

    @Option(names = "--shortlist", paramLabel = "N", description = "Images to re-rank (default: search.shortlist).")
    private Optional<Integer> shortlist = Optional.empty();

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write a picture (.png or .jpg) of some queries with their lists before and after.")
    private Optional<Path> sheet = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page (.html) of all figures and queries, with nothing outside itself.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Mixin
    private DatasetReranker reranker = new DatasetReranker();

    @Override
    int run(Output output) {
        report.ifPresent(HtmlReport::requireWritable);
        sheet.ifPresent(ContactSheet::requireWritable);
        if (dataset.given()) {
            evaluateDataset(output);
        } else {
            evaluateImages(output);
        }
        return 0;
    }

    private void evaluateImages(Output output) {
        Path folder = images.orElseThrow(() -> usage("name --images and --groups, or --dataset and --dir"));
        Path file =
                groups.orElseThrow(() -> usage("--images needs --groups, the file that says what belongs together"));
        Measuring measuring = new Measuring(folder, GroupTruth.read(file, folder), rerank, shortlist);
        Measurement measured = measuring.inItsOwnFolder(
                options(), Map.of(), output, opened -> measuring.search(opened, rerank, new JsonObject(), output));
        output.result(measured.toJson(), json -> measured.toText());
        sheet.ifPresent(target -> {
            measuring.draw(target, "patchrank evaluate", measured);
            output.note("the contact sheet is " + target.toAbsolutePath().normalize());
        });
        List<String> facts = List.of(
                "re-ranked by " + measured.answers().rerank(),
                "model " + measured.answers().model());
        write(GroupReport.of("Before and after re-ranking", facts, measured.report()), output);
    }

    private void evaluateDataset(Output output) {
        if (groups.isPresent() || sheet.isPresent() || shortlist.isPresent()) {
            throw usage("--groups, --sheet and --shortlist belong to --images; a dataset takes --topk and --report");
        }
        Dataset read = dataset.read();
        DatasetEvaluation evaluation =
                reranker.run(read, rerank.orElse(reranker.standardName()), this::published, options(), output);
        output.result(DatasetJson.of(evaluation), json -> DatasetTable.of(evaluation));
        write(DatasetReport.of(List.of(), evaluation), output);
    }

    private Grid published(AmesPreset preset) {
        return dataset.grid(new Grid(List.of(100, 400), List.of(preset.lambda()), List.of(preset.temperature())));
    }

    private void write(HtmlReport page, Output output) {
        report.ifPresent(target -> {
            page.write(
                    target,
                    images.map(folder -> Thumbnails.of(ImageSource.folder(folder), Thumbnails.DEFAULT_BYTES))
                            .orElseGet(Thumbnails::none));
            output.note("the report is " + target.toAbsolutePath().normalize());
        });
    }
}
