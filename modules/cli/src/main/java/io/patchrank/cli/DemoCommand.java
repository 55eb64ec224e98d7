package io.patchrank.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.measure.Measurement;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.sample.SampleGallery;
import io.patchrank.evaluation.sample.SampleOptions;
import io.patchrank.evaluation.truth.GroupTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole way once, on pictures that the program draws itself. */
@Command(
        name = "demo",
        description = {
            "Draws a sample gallery, ingests it, evaluates it before and after re-ranking, and writes a picture of some"
                    + " queries. Needs no network and no data.",
            "Everything goes into FOLDER. A second run uses what is there."
        })
final class DemoCommand extends Operation {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = "patchrank-demo",
            description = "Where to (default: ./patchrank-demo).")
    private Path folder = Path.of("patchrank-demo");

    @Option(names = "--small", hidden = true, description = "A gallery that a test has time for.")
    private boolean small;

    @Override
    int run(Output output) {
        SampleOptions sample = small ? SampleOptions.small() : SampleOptions.standard();
        Path images = folder.resolve("images");
        GroupTruth truth = draw(sample, images, output);
        Measuring measuring = new Measuring(images, truth, Optional.empty(), Optional.empty());
        Path data = options().data().orElseGet(() -> folder.resolve("patchrank-data"));
        Measurement measured = measuring.run(options(), Map.of("data", data.toString()), output);
        Path sheet = folder.resolve("contact-sheet.png").toAbsolutePath().normalize();
        measuring.draw(sheet, "patchrank demo: before and after re-ranking", measured);
        ObjectNode result = measured.toJson();
        result.put("images_folder", images.toString());
        result.put("sheet", sheet.toString()).put("data", data.toString());
        output.result(result, json -> text(measured, sheet, images, data, truth));
        return 0;
    }

    private GroupTruth draw(SampleOptions sample, Path images, Output output) {
        try {
            Files.createDirectories(images);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED, folder.toString(), "the folder cannot be made; name another: " + e, e);
        }
        Path groups = folder.resolve("groups.json");
        // It is written last, so the gallery is complete where it stands.
        if (Files.exists(groups)) {
            output.note("the sample gallery is there already: " + images);
            return GroupTruth.read(groups, images);
        }
        output.note("drawing " + sample.images() + " pictures into " + images);
        try (Progress progress = progress(output, "draw", sample.images())) {
            return SampleGallery.write(folder, sample, drawn -> progress.step(""))
                    .truth();
        }
    }

    private static String text(Measurement measured, Path sheet, Path images, Path data, GroupTruth truth) {
        return """
                %s

                Some queries with their lists before and after: %s

                Search in this gallery:
                  ./patchrank search %s --data %s
                Your own photographs:
                  ./patchrank serve --watch ~/Pictures      keeps the gallery like the folder
                  ./patchrank search query.jpg              in another terminal""".formatted(
                        measured.toText(), sheet, images.resolve(truth.images().getFirst()), data);
    }
}
