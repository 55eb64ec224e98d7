package io.patchrank.api.bus;

import io.patchrank.api.ImageId;
import io.patchrank.api.picture.CropBox;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Body of {@link Addresses#GALLERY_PICTURE}.
 *
 * @param longestSide of the picture wanted, in pixels; empty for the file as it is
 * @param crop box on the image in pixels of the upright original; only with {@code longestSide}
 */
public record PictureRequest(ImageId id, Optional<Integer> longestSide, Optional<CropBox> crop) {
    /** Larger pictures are asked for as the file that they are. */
    public static final int LARGEST_SIDE = 4096;

    public PictureRequest {
        if (longestSide.filter(side -> side > LARGEST_SIDE).isPresent()) {
            throw JsonFields.bad("longestSide", "at most " + LARGEST_SIDE + ", got " + longestSide.get());
        }
        if (crop.isPresent() && longestSide.isEmpty()) {
            throw JsonFields.bad("crop", "a box is cut out of a picture that is made: name its longestSide");
        }
    }

    public static PictureRequest fromJson(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        PictureRequest request = new PictureRequest(
                new ImageId(fields.required("id", String.class)),
                fields.positive("longestSide"),
                fields.optional("crop", String.class).map(CropBox::parse));
        fields.refuseUnknown();
        return request;
    }

    public JsonObject toJson() {
        JsonObject body = new JsonObject().put("id", id.value());
        longestSide.ifPresent(side -> body.put("longestSide", side));
        crop.ifPresent(box -> body.put("crop", box.toString()));
        return body;
    }
}
