package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that the catalogue knows of one image. */
@Command(name = "show", description = "Prints all that is known of one image.")
final class GalleryShowCommand extends Operation {
    @Parameters(paramLabel = "ID|PATH", description = "The image.")
    private String image = "";

    @Override
    int run(Output output) {
        try (GalleryAccess gallery = existingGallery(Purpose.CATALOGUE, output)
                .orElseThrow(() -> new PatchrankException(ErrorCode.NOT_FOUND, image, "the gallery is empty"))) {
            JsonObject row = gallery.row(image);
            output.result(tree(row), json -> row.stream()
                    .map(field -> "%-9s %s".formatted(field.getKey(), field.getValue()))
                    .collect(Collectors.joining("\n")));
        }
        return 0;
    }
}
