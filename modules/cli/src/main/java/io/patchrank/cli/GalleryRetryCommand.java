package io.patchrank.cli;

import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.cli.access.Rows;
import io.patchrank.cli.ingest.IngestSummary;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tries rejected images again. */
@Command(
        name = "retry",
        description = {
            "Tries rejected images again although their files have not changed: all of them, or those named.",
            "Useful after limits were raised or permissions given."
        })
final class GalleryRetryCommand extends Operation {
    @Parameters(arity = "0..*", paramLabel = "ID|PATH", description = "The images (default: all rejected ones).")
    private List<String> images = List.of();

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        IngestSummary summary;
        try (GalleryAccess gallery = gallery(Purpose.INGEST, output)) {
            List<JsonObject> rows = images.isEmpty()
                    ? Rows.read(gallery, Set.of(ImageState.Kind.REJECTED.name()), new JsonObject(), Integer.MAX_VALUE)
                            .images()
                    : images.stream().map(gallery::row).toList();
            List<PutRequest> puts = rows.stream()
                    .map(row ->
                            new PutRequest(new QuerySource.File(row.getString("source")), "", Optional.empty(), true))
                    .toList();
            summary = IngestCommand.ingest(gallery, puts, config.watch().outstanding(), output);
        }
        output.result(summary, IngestSummary::toText);
        return summary.allRejected() ? IngestCommand.ALL_REJECTED : 0;
    }
}
