package io.patchrank.cli;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.evaluation.report.ImageSource;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The images of a gallery by their ids: the file itself where the user can read it, else as the server shows it, which may
 * run where the files are.
 */
final class GalleryPictures implements ImageSource {
    private static final int LONGEST_SIDE = 512;

    private final GalleryAccess gallery;

    GalleryPictures(GalleryAccess gallery) {
        this.gallery = gallery;
    }

    /** @param id of an image of the gallery */
    @Override
    public byte[] bytes(String id) {
        JsonObject row = gallery.ask(Addresses.GALLERY_GET, new JsonObject().put("id", id));
        Path file = Path.of(row.getString("source"));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            JsonObject request = new JsonObject().put("id", id).put("longestSide", LONGEST_SIDE);
            return Base64.getDecoder()
                    .decode(gallery.ask(Addresses.GALLERY_PICTURE, request).getString("image"));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.UNREADABLE_FILE, file.toString(), "it cannot be read: " + e, e);
        }
    }
}
