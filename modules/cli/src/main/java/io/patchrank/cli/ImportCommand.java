package io.patchrank.cli;

import io.patchrank.cli.progress.Progress;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.exchange.AmesImport;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a gallery of descriptors that another program extracted. */
@Command(
        name = "import",
        description = {
            "Makes a searchable gallery of an AMES dataset: local descriptors (HDF5 of any form), global descriptors"
                    + " and the names of the images.",
            "The gallery has the model of the dataset, whose network is not here: it is searched by the ids of its own"
                    + " images, and a picture as query is refused with MODEL_MISMATCH.",
            "May be interrupted and repeated: what is in the gallery already is passed over."
        })
final class ImportCommand extends Operation {
    /** Whose files to read. */
    enum Format {
        AMES
    }

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "ames.")
    private Format format = Format.AMES;

    @Parameters(paramLabel = "LOCAL.hdf5", description = "Local descriptors, such as dinov2_gallery_local.hdf5.")
    private Path locals = Path.of("");

    @Option(
            names = "--global",
            paramLabel = "FILE",
            description = "Global descriptors: raw float32, such as dinov2_gallery_global.pt.")
    private Optional<Path> globals = Optional.empty();

    @Option(
            names = "--global-from-locals",
            description = "Where there is no such file: make them, as the weighted mean of the local descriptors.")
    private boolean globalFromLocals;

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "Names of the images, one a line (default: row-0, row-1 and so on).")
    private Optional<Path> list = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of the images that the list names (default: sources are the names themselves).")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model; datasets of one name and dimension compare (default: ${DEFAULT-VALUE}).",
            defaultValue = "dinov2")
    private String name = "dinov2";

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        AmesImport load = new AmesImport(
                new AmesImport.Request(config.data(), locals, globals, globalFromLocals, list, images, name), config);
        AmesImport.Imported imported;
        try (Progress progress = progress(output, "import", load.rows())) {
            imported = load.run(() -> progress.step(""));
        }
        output.result(imported, ImportCommand::text);
        return 0;
    }

    private static String text(AmesImport.Imported imported) {
        return "%d images imported, %d were there already%nmodel %s, %d descriptors of an image"
                .formatted(imported.images(), imported.passedOver(), imported.model(), imported.descriptors());
    }
}
