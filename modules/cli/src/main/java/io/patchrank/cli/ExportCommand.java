package io.patchrank.cli;

import io.patchrank.api.bus.FilterJson;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.exchange.GalleryExport;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the gallery for other programs. */
@Command(
        name = "export",
        description = {
            "Writes the descriptors of the gallery as files that AMES' code or hloc opens, in the order in which they"
                    + " are stored. docs/formats.md describes the files.",
            "The data folder must not be served meanwhile. Files of the same name are replaced, each when it is whole."
        })
final class ExportCommand extends Operation {
    /** Whose files to write. */
    enum Format {
        AMES,
        HLOC
    }

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "ames: local descriptors (HDF5 format 1), raw global descriptors, image list. hloc: features,"
                    + " global features, pairs and matches.")
    private Format format = Format.AMES;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the files.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the file names begin with, AMES' desc_name (default: ${DEFAULT-VALUE}).",
            defaultValue = "dinov2")
    private String name = "dinov2";

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description =
                    "gallery, query or another word in the file names (default: gallery for ames, none for hloc).")
    private Optional<String> split = Optional.empty();

    @Option(
            names = "--descriptors",
            paramLabel = "N",
            description = "Local descriptors of an image, strongest first (default: all that are stored).")
    private Optional<Integer> descriptors = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "float16 or float32, of local descriptors (default: ${DEFAULT-VALUE}).",
            defaultValue = "float16")
    private GalleryExport.Precision precision = GalleryExport.Precision.FLOAT16;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder that images are named relative to (default: the deepest that holds them all).")
    private Optional<Path> images = Optional.empty();

    @Option(names = "--filter", paramLabel = "JSON", description = "Only these images, see docs/event-bus.md.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "hloc: pair each image with its N nearest and match them; 0 for none (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int pairs = 10;

    @Override
    int run(Output output) {
        if (pairs < 0) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, "--pairs", "must be 0 or more");
        }
        JsonObject wanted =
                filter.map(text -> JsonArguments.object("--filter", text)).orElseGet(JsonObject::new);
        String part = split.orElse(format == Format.AMES ? "gallery" : "");
        GalleryExport export = new GalleryExport(new GalleryExport.Request(
                options().config().data(), out, name, part, descriptors, precision, images, FilterJson.parse(wanted)));
        GalleryExport.Written written =
                switch (format) {
                    case AMES -> export.ames();
                    case HLOC -> export.hloc(pairs);
                };
        output.result(
                Map.of(
                        "format", format.name().toLowerCase(Locale.ROOT),
                        "files", written.files().stream().map(Path::toString).toList(),
                        "images", written.images(),
                        "descriptors", written.descriptors(),
                        "localDimension", written.localDimension(),
                        "globalDimension", written.globalDimension(),
                        "model", written.model()),
                json -> text(written));
        return 0;
    }

    private static String text(GalleryExport.Written written) {
        return "%d images, %d descriptors of dimension %d each%n"
                        .formatted(written.images(), written.descriptors(), written.localDimension())
                + written.files().stream().map(Path::toString).collect(Collectors.joining("\n"));
    }
}
