package io.patchrank.cli;

import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.cli.access.Shown;
import io.patchrank.cli.ingest.BulkIngest;
import io.patchrank.cli.ingest.ImageFiles;
import io.patchrank.cli.ingest.IngestSummary;
import io.patchrank.cli.progress.Progress;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the images of folders into the gallery. */
@Command(
        name = "ingest",
        description = {
            "Takes the images of folders into the gallery, through the running server if there is one.",
            "May be interrupted and repeated at any time: what is in the gallery already is not extracted again. Exits"
                    + " with 0 also when some images were rejected (see the summary), with 4 when all were."
        })
final class IngestCommand extends Operation {
    /** Exit code when no image could be taken in. */
    static final int ALL_REJECTED = ErrorCode.CORRUPT_IMAGE.exitCode();

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with images; single files work too.")
    private List<Path> folders = List.of();

    @Option(names = "--retry", description = "Try rejected images again although their files have not changed.")
    private boolean retry;

    @Option(
            names = "--metadata",
            paramLabel = "FILE",
            description = "JSON object: path relative to its DIR → object with the image's own fields.")
    private Optional<Path> metadata = Optional.empty();

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        List<PutRequest> puts = puts(config);
        if (puts.isEmpty()) {
            output.note("no image files found; extensions taken are "
                    + String.join(", ", config.watch().extensions()) + " (watch.extensions)");
        }
        IngestSummary summary;
        try (GalleryAccess gallery = gallery(Purpose.INGEST, output)) {
            Shown.remember(gallery.bus(), folders);
            summary = ingest(gallery, puts, config.watch().outstanding(), output);
        }
        output.result(summary, IngestSummary::toText);
        return summary.allRejected() ? ALL_REJECTED : 0;
    }

    /** Puts the images with progress for people. */
    static IngestSummary ingest(GalleryAccess gallery, List<PutRequest> puts, int outstanding, Output output) {
        try (Progress progress = progress(output, "ingest", puts.size())) {
            return new BulkIngest(gallery.bus(), outstanding)
                    .run(
                            puts,
                            (row, tally) -> progress.step(tally.rejected() == 0 ? "" : tally.rejected() + " rejected"));
        }
    }

    private List<PutRequest> puts(PatchrankConfig config) {
        JsonObject fields = metadata.map(JsonArguments::file).orElseGet(JsonObject::new);
        ImageFiles files = new ImageFiles(config.watch());
        Set<Path> seen = new HashSet<>();
        Set<String> unused = new HashSet<>(fields.fieldNames());
        List<PutRequest> puts = new ArrayList<>();
        for (Path folder : folders) {
            Path root = folder.toAbsolutePath().normalize();
            for (Path file : files.of(List.of(folder))) {
                String name = root.relativize(file).toString().replace(File.separatorChar, '/');
                unused.remove(name);
                if (seen.add(file)) {
                    puts.add(new PutRequest(new QuerySource.File(file.toString()), "", own(fields, name), retry));
                }
            }
        }
        if (!unused.isEmpty()) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    unused.stream().min(String::compareTo).orElseThrow(),
                    unused.size() + " of the images named in "
                            + metadata.map(Path::toString).orElse("")
                            + " were not found, this is the first; paths are relative to the folder given");
        }
        return puts;
    }

    private static Optional<JsonObject> own(JsonObject fields, String name) {
        Object value = fields.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonObject object) {
            return Optional.of(object);
        }
        throw new PatchrankException(ErrorCode.BAD_REQUEST, name, "its metadata must be a JSON object, not " + value);
    }
}
