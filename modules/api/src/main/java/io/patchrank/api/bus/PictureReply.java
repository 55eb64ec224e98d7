package io.patchrank.api.bus;

import io.patchrank.api.picture.PixelSize;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/**
 * Answer of {@link Addresses#GALLERY_PICTURE}. Immutable by convention: the bytes are not copied.
 *
 * @param mediaType of {@code image}, for example {@code image/jpeg}
 * @param size upright; empty for a file that could not be decoded when it was taken in
 * @param sha256 of the file that the picture was made from
 * @param image the bytes of an image file
 */
public record PictureReply(String mediaType, Optional<PixelSize> size, String sha256, byte[] image) {
    public JsonObject toJson() {
        JsonObject body = new JsonObject().put("mediaType", mediaType);
        PixelSizes.write(body, size, "width", "height");
        return body.put("sha256", sha256).put("image", Base64.getEncoder().encodeToString(image));
    }

    public static PictureReply fromJson(JsonObject body) {
        return new PictureReply(
                body.getString("mediaType"),
                PixelSizes.read(body, "width", "height"),
                body.getString("sha256"),
                Base64.getDecoder().decode(body.getString("image")));
    }
}
