package io.patchrank.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.cli.access.Rows;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows of the catalogue. */
@Command(name = "list", description = "Lists images with their state, and why they were rejected.")
final class GalleryListCommand extends Operation {
    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "${COMPLETION-CANDIDATES}; may be repeated (default: all but REMOVED).")
    private Set<ImageState.Kind> states = new LinkedHashSet<>();

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "Only these images, such as '{\"text\": \"notre dame\"}', see docs/event-bus.md.")
    private Optional<String> filter = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "Images at most (default: 1000).")
    private long limit = 1000;

    /** @param more whether there are images beyond the limit */
    private record Listed(List<JsonNode> images, boolean more) {}

    @Override
    int run(Output output) {
        JsonObject wanted =
                filter.map(text -> JsonArguments.object("--filter", text)).orElseGet(JsonObject::new);
        Set<String> names = states.stream().map(Enum::name).collect(Collectors.toSet());
        PatchrankConfig config = options().config();
        Rows rows = existingGallery(Purpose.CATALOGUE, output)
                .map(opened -> {
                    try (GalleryAccess gallery = opened) {
                        return Rows.read(gallery, names, wanted, Math.max(1, limit));
                    }
                })
                .orElseGet(() -> new Rows(List.of(), false));
        Listed listed = new Listed(rows.images().stream().map(Operation::tree).toList(), rows.more());
        output.result(listed, json -> rows.images().isEmpty() ? "no images" : text(rows));
        if (rows.more()) {
            output.note("there are more; see --limit");
        }
        return 0;
    }

    private static String text(Rows rows) {
        return rows.images().stream().map(GalleryListCommand::line).collect(Collectors.joining("\n"));
    }

    /** One row: state, id, path, and the reason of a rejection. */
    static String line(JsonObject row) {
        String reason = row.containsKey("code") ? "  " + row.getString("code") + ": " + row.getString("reason") : "";
        return TerminalText.line("%-8s  %-16s  %s%s"
                .formatted(row.getString("state"), row.getString("id"), row.getString("source"), reason));
    }
}
