package io.patchrank.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes images out of the gallery; the files stay. */
@Command(
        name = "remove",
        description = {
            "Takes images out of the gallery. Their files are not touched.",
            "A file that stays in a watched folder is taken in again when it changes or the server starts anew. When one"
                    + " of the images is unknown, none is removed."
        })
final class GalleryRemoveCommand extends Operation {
    @Parameters(arity = "1..*", paramLabel = "ID|PATH", description = "The images.")
    private List<String> images = List.of();

    private record Removed(List<JsonNode> images) {}

    @Override
    int run(Output output) {
        try (GalleryAccess gallery = existingGallery(Purpose.CATALOGUE, output)
                .orElseThrow(
                        () -> new PatchrankException(ErrorCode.NOT_FOUND, images.getFirst(), "the gallery is empty"))) {
            List<JsonObject> found = images.stream().map(gallery::row).toList();
            // All at once, so that they share a commit.
            List<JsonObject> removed = gallery.askAll(
                    Addresses.GALLERY_REMOVE,
                    found.stream()
                            .map(row -> new JsonObject().put("id", row.getString("id")))
                            .toList());
            output.result(
                    new Removed(removed.stream().map(Operation::tree).toList()),
                    json -> removed.stream().map(GalleryListCommand::line).collect(Collectors.joining("\n")));
        }
        return 0;
    }
}
