package io.patchrank.cli;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompareRequest;
import io.patchrank.api.bus.CompareSide;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.MatchPictureOptions;
import io.patchrank.api.bus.MatchPictureOptions.Format;
import io.patchrank.api.picture.CropBox;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.evaluation.report.PictureFile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What two images have in common. */
@Command(
        name = "compare",
        description = {
            "Finds the patches that two images have in common, and whether they agree on one geometry.",
            "Each image is a file, or id:ID for an image of the gallery. Asks the running server if there is one; else"
                    + " starts what it needs. --json prints the answer as docs/event-bus.md describes it."
        })
final class CompareCommand extends Operation {
    @Parameters(index = "0", paramLabel = "A", description = "The first image.")
    private String query = "";

    @Parameters(index = "1", paramLabel = "B", description = "The second image.")
    private String other = "";

    @Option(
            names = "--crop-a",
            paramLabel = "X,Y,W,H",
            description = "Compare this box of A only, in pixels of the upright image.")
    private Optional<String> queryCrop = Optional.empty();

    @Option(names = "--crop-b", paramLabel = "X,Y,W,H", description = "The same of B.")
    private Optional<String> otherCrop = Optional.empty();

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description = "Least cosine of a match, 0 to 1 (default: rerank.mutual-nn.threshold).")
    private Optional<Double> threshold = Optional.empty();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Draw both images with their matches and maps into this file (.png or .jpg).")
    private Optional<Path> picture = Optional.empty();

    @Option(names = "--inliers-only", description = "Draw only the matches that agree with the common geometry.")
    private boolean inliersOnly;

    @Option(names = "--lines", paramLabel = "N", description = "Matches to draw at most, the strongest (default: 100).")
    private Optional<Integer> lines = Optional.empty();

    @Option(names = "--no-maps", description = "Without attention and patch colours, which takes less time.")
    private boolean noMaps;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Give up after 500ms, 5s … (default: search.deadline).")
    private Optional<Duration> deadline = Optional.empty();

    @Override
    int run(Output output) {
        picture.ifPresent(PictureFile::requireWritable);
        if (picture.isEmpty() && (inliersOnly || lines.isPresent())) {
            throw usage("--inliers-only and --lines say how to draw; they need --picture");
        }
        JsonObject request = request().toJson();
        boolean filesOnly = !ImageArgument.isId(query) && !ImageArgument.isId(other);
        try (GalleryAccess gallery = filesOnly ? gallery(Purpose.FILES, output) : searchedGallery(output)) {
            JsonObject reply = gallery.ask(Addresses.COMPARE, request);
            Comparison comparison = Comparison.fromJson(reply);
            picture.ifPresent(
                    file -> PictureFile.write(file, comparison.picture().orElseThrow()));
            // The file has it.
            reply.remove("picture");
            picture.ifPresent(file ->
                    reply.put("pictureFile", file.toAbsolutePath().normalize().toString()));
            output.result(tree(reply), json -> CompareText.render(comparison, picture));
        }
        return 0;
    }

    private CompareRequest request() {
        long maxBytes = options().config().decode().maxBytes().bytes();
        return new CompareRequest(
                new CompareSide(ImageArgument.parse(query, maxBytes), queryCrop.map(CropBox::parse)),
                new CompareSide(ImageArgument.parse(other, maxBytes), otherCrop.map(CropBox::parse)),
                threshold,
                !noMaps,
                picture.map(this::drawing),
                deadline);
    }

    private MatchPictureOptions drawing(Path file) {
        return new MatchPictureOptions(
                lines.orElse(MatchPictureOptions.DEFAULTS.lines()),
                inliersOnly,
                PictureFile.isPng(file) ? Format.PNG : Format.JPEG,
                name(query),
                name(other));
    }

    private static Optional<String> name(String image) {
        return ImageArgument.isId(image) ? Optional.empty() : Optional.of(image);
    }
}
