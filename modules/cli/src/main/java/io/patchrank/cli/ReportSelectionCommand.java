package io.patchrank.cli;

import io.patchrank.cli.measure.Measurement;
import io.patchrank.evaluation.report.html.HtmlReport;
import io.patchrank.evaluation.report.html.SelectionPage;
import io.patchrank.evaluation.report.html.Thumbnails;
import io.patchrank.evaluation.selection.SelectionCurve;
import io.patchrank.evaluation.selection.SelectionPoint;
import io.patchrank.evaluation.selection.SelectionReport;
import io.patchrank.evaluation.selection.StoredForm;
import io.patchrank.evaluation.truth.GroupTruth;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** mAP against the number of descriptors kept of an image, and their bytes. */
@Command(
        name = "selection",
        description = {
            "Compares how many local descriptors an image needs: mAP against descriptors and bytes of an image.",
            "Takes the images in once, keeping as many descriptors as the greatest number asks for, and re-ranks all"
                    + " queries with the strongest of them. Without --data the gallery is temporary."
        })
final class ReportSelectionCommand extends Operation {
    private static final String BINARY = ":binary";

    @Option(names = "--images", required = true, paramLabel = "DIR", description = "Folder of all images.")
    private Path images = Path.of("");

    @Option(
            names = "--groups",
            required = true,
            paramLabel = "FILE",
            description = "JSON: {\"group\": [\"image\", …], …}, paths relative to DIR.")
    private Path groups = Path.of("");

    @Option(
            names = "--rerank",
            split = ",",
            paramLabel = "NAME",
            description = "Re-rankers to compare (default: rerank.default); NAME:binary for one that compares codes of"
                    + " 128 bits, so that their bytes are counted.")
    private List<String> rerank = List.of("");

    @Option(
            names = "--counts",
            split = ",",
            paramLabel = "N",
            description = "Descriptors of an image (default: 25,50,100,200,400,600).")
    private List<Integer> counts = List.of(25, 50, 100, 200, 400, 600);

    @Option(names = "--shortlist", paramLabel = "N", description = "Images to re-rank (default: search.shortlist).")
    private Optional<Integer> shortlist = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page (.html) with table and plots.")
    private Optional<Path> report = Optional.empty();

    @Override
    int run(Output output) {
        report.ifPresent(HtmlReport::requireWritable);
        TreeSet<Integer> wanted = new TreeSet<>(counts);
        if (wanted.isEmpty() || wanted.first() < 1) {
            throw usage("--counts must be whole numbers of at least 1");
        }
        Measuring measuring = new Measuring(images, GroupTruth.read(groups, images), Optional.empty(), shortlist);
        Map<String, String> settings =
                Map.of("model.locals.top-k", wanted.last().toString());
        SelectionReport result = measuring.inItsOwnFolder(
                options(), settings, output, opened -> compare(measuring, opened, wanted, output));
        output.result(result.toJson(), json -> result.toTable());
        report.ifPresent(file -> {
            SelectionPage.of(List.of(), result).write(file, Thumbnails.none());
            output.note("the report is " + file.toAbsolutePath().normalize());
        });
        return 0;
    }

    private SelectionReport compare(
            Measuring measuring, Measuring.Opened opened, TreeSet<Integer> wanted, Output output) {
        int dimension = opened.app().model().localDimension();
        int stored = opened.app().model().maxLocals();
        List<SelectionCurve> curves = new ArrayList<>();
        Optional<Measurement> last = Optional.empty();
        for (String choice : rerank) {
            StoredForm form = choice.endsWith(BINARY) ? StoredForm.BINARY : StoredForm.FLOAT16;
            String name = choice.endsWith(BINARY) ? choice.substring(0, choice.length() - BINARY.length()) : choice;
            Optional<String> asked = name.isEmpty() ? Optional.empty() : Optional.of(name);
            List<SelectionPoint> points = new ArrayList<>();
            for (int count : wanted.headSet(stored, true)) {
                output.note(count + " descriptors of an image");
                Measurement measured =
                        measuring.search(opened, asked, new JsonObject().put("descriptorCount", count), output);
                points.add(SelectionPoint.of(count, form, dimension, measured.report()));
                name = measured.answers().rerank();
                last = Optional.of(measured);
            }
            curves.add(new SelectionCurve(name, form, points));
        }
        Measurement any = last.orElseThrow(
                () -> usage("the gallery keeps " + stored + " descriptors of an image, fewer than --counts asks for"));
        return new SelectionReport(
                any.report().queries(),
                opened.gallery().ids().size(),
                dimension,
                stored,
                any.report().macro().global(),
                any.report().mean().global(),
                curves);
    }
}
