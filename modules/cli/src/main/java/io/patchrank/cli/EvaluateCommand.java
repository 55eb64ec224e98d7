package io.patchrank.cli;

import io.patchrank.cli.measure.LeaveOneOut;
import io.patchrank.cli.measure.MeasuredGallery;
import io.patchrank.cli.measure.Measurement;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.truth.GroupTruth;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures retrieval on a folder with a ground truth, before and after re-ranking. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
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

    @Option(names = "--rerank", paramLabel = "NAME", description = "none or mutual-nn (default: rerank.default).")
    private Optional<String> rerank = Optional.empty();

    @Option(names = "--shortlist", paramLabel = "N", description = "Images to re-rank (default: search.shortlist).")
    private Optional<Integer> shortlist = Optional.empty();

    @Override
    int run(Output output) {
        GroupTruth truth = GroupTruth.read(groups, images);
        if (options().data().isPresent()) {
            measure(truth, Map.of(), output);
            return 0;
        }
        try (TemporaryFolder data = new TemporaryFolder("patchrank-evaluate-")) {
            measure(truth, Map.of("data", data.path().toString()), output);
        }
        return 0;
    }

    private void measure(GroupTruth truth, Map<String, String> settings, Output output) {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        // Lists are as long as the gallery.
        flags.put("search.max-limit", Integer.toString(Integer.MAX_VALUE));
        PatchrankConfig config =
                options().load(flags).config().withStages(EnumSet.complementOf(EnumSet.of(Stage.WATCH)));
        try (Patchrank app = Patchrank.start(config);
                BusClient bus = app.client()) {
            MeasuredGallery gallery = MeasuredGallery.ingest(
                    bus, images, truth, config.watch(), total -> progress(output, "ingest", total));
            LeaveOneOut.Answers answers;
            try (Progress searching = progress(output, "search", truth.images().size())) {
                answers = new LeaveOneOut(bus, gallery, rerank, shortlist).run(searching);
            }
            Measurement measured = Measurement.of(gallery, answers);
            output.result(measured.toJson(), json -> measured.toText());
        }
    }
}
