package io.patchrank.cli;

import io.patchrank.cli.measure.Measurement;
import io.patchrank.evaluation.report.ContactSheet;
import io.patchrank.evaluation.truth.GroupTruth;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures retrieval on a folder with a ground truth, before and after re-ranking. */
@Command(
        name = "evaluate",
        description = {
            "Measures mAP and Recall@k on your own photographs, before and after re-ranking.",
            "Every image of a group is a query; the others of its group are what it should find. Without --data the"
                    + " images are taken into a temporary gallery."
        })
final class EvaluateCommand extends Operation {
    @Option(names = "--images", required = true, paramLabel = "DIR", description = "Folder of all images.")
    private Path images = Path.of("");

    @Option(
            names = "--groups",
            required = true,
            paramLabel = "FILE",
            description = "JSON: {\"group\": [\"image\", …], …}, paths relative to DIR.")
    private Path groups = Path.of("");

    @Option(names = "--rerank", paramLabel = "NAME", description = "none, mutual-nn or ames (default: rerank.default).")
    private Optional<String> rerank = Optional.empty();

    @Option(names = "--shortlist", paramLabel = "N", description = "Images to re-rank (default: search.shortlist).")
    private Optional<Integer> shortlist = Optional.empty();

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write a picture (.png or .jpg) of some queries with their lists before and after.")
    private Optional<Path> sheet = Optional.empty();

    @Override
    int run(Output output) {
        Measuring measuring = new Measuring(images, GroupTruth.read(groups, images), rerank, shortlist);
        sheet.ifPresent(ContactSheet::requireWritable);
        Measurement measured = measure(measuring, output);
        output.result(measured.toJson(), json -> measured.toText());
        sheet.ifPresent(file -> {
            measuring.draw(file, "patchrank evaluate", measured);
            output.note("the contact sheet is " + file.toAbsolutePath().normalize());
        });
        return 0;
    }

    private Measurement measure(Measuring measuring, Output output) {
        if (options().data().isPresent()) {
            return measuring.run(options(), Map.of(), output);
        }
        try (TemporaryFolder data = new TemporaryFolder("patchrank-evaluate-")) {
            return measuring.run(options(), Map.of("data", data.path().toString()), output);
        }
    }
}
