package io.patchrank.api.bus;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.picture.CropBox;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One of the two images of a {@link CompareRequest}.
 *
 * @param crop box on the image in pixels of the upright original; only what lies in it is compared
 */
public record CompareSide(QuerySource image, Optional<CropBox> crop) {
    /** The whole image. */
    public static CompareSide of(QuerySource image) {
        return new CompareSide(image, Optional.empty());
    }

    /** Reads field {@code name} of {@code request}; errors name the field in it, such as {@code query.id}. */
    static CompareSide read(JsonFields request, String name) {
        JsonFields fields = new JsonFields(request.required(name, JsonObject.class));
        try {
            CompareSide side = new CompareSide(QuerySourceJson.read(fields), QuerySourceJson.readCrop(fields));
            fields.refuseUnknown();
            return side;
        } catch (PatchrankException e) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, name + "." + e.subject(), e.reason(), e);
        }
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject();
        QuerySourceJson.write(body, image, crop);
        return body;
    }
}
