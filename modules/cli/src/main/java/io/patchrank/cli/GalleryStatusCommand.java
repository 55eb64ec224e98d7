package io.patchrank.cli;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.gallery.GalleryStatus;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Counts. */
@Command(name = "status", description = "Prints how many images are indexed, pending, rejected and removed.")
final class GalleryStatusCommand extends Operation {
    /** What there is where nothing was ever put. */
    private static final GalleryStatus EMPTY = new GalleryStatus(0, 0, 0, 0, "", 0, "exact");

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        JsonObject status = existingGallery(Purpose.CATALOGUE, output)
                .map(opened -> {
                    try (GalleryAccess gallery = opened) {
                        return gallery.ask(Addresses.GALLERY_STATUS, new JsonObject());
                    }
                })
                .orElseGet(() -> GalleryJson.status(EMPTY));
        output.result(tree(status), json -> text(status, config));
        return 0;
    }

    private static String text(JsonObject status, PatchrankConfig config) {
        StringBuilder text = new StringBuilder();
        line(text, "data folder", config.data().toAbsolutePath().normalize());
        for (String count : new String[] {"indexed", "pending", "rejected", "removed"}) {
            line(text, count, status.getLong(count));
        }
        String model = status.getString("model", "");
        line(
                text,
                "model",
                model.isEmpty() ? "none yet" : model + ", " + status.getInteger("dimension") + " dimensions");
        line(text, "search", status.getString("search"));
        JsonObject storage = status.getJsonObject("storage");
        if (storage != null) {
            line(
                    text,
                    "features",
                    String.format(
                            Locale.ROOT,
                            "%d images, %d of them in the journal, %d shards, %.1f MB",
                            storage.getLong("images"),
                            storage.getLong("journalImages"),
                            storage.getInteger("shards"),
                            storage.getLong("bytes") / 1e6));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format("%-12s  %s%n", name, value));
    }
}
