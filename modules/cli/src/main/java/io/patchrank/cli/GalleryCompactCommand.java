package io.patchrank.cli;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompactJson;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Gives back the space of removed and replaced images. */
@Command(
        name = "compact",
        description = {
            "Gives back the disk space of removed and replaced images, without waiting until the server does so.",
            "Shards are written anew where more than store.compact-above of their features are dead."
        })
final class GalleryCompactCommand extends Operation {
    /** Where nothing was ever kept. */
    private static final JsonObject NOTHING = new JsonObject()
            .put("segments", 0)
            .put("moved", 0)
            .put("dead", 0)
            .put("uploads", 0)
            .put("returnedBytes", 0);

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        JsonObject report = existingGallery(Purpose.INGEST, output)
                .map(opened -> {
                    try (GalleryAccess gallery = opened) {
                        return compact(gallery);
                    }
                })
                .orElse(NOTHING);
        output.result(tree(report), json -> text(report, config));
        return 0;
    }

    private static JsonObject compact(GalleryAccess gallery) {
        JsonObject answer = gallery.ask(Addresses.GALLERY_COMPACT, new JsonObject());
        Optional<JsonObject> next = CompactJson.next(answer);
        while (next.isPresent()) {
            answer = gallery.ask(Addresses.GALLERY_COMPACT, next.get());
            next = CompactJson.next(answer);
        }
        answer.remove(CompactJson.RUN);
        answer.remove(CompactJson.RUNNING);
        return answer;
    }

    private static String text(JsonObject report, PatchrankConfig config) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f MB given back; %d dead features and %d files of removed uploads deleted, %d images moved",
                config.data().toAbsolutePath().normalize(),
                report.getLong("returnedBytes") / 1e6,
                report.getLong("dead"),
                report.getLong("uploads"),
                report.getLong("moved"));
    }
}
