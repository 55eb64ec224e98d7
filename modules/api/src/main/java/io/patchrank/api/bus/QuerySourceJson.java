package io.patchrank.api.bus;

import io.patchrank.api.ImageId;
import io.patchrank.api.picture.CropBox;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The fields {@code image}, {@code path}, {@code id} and {@code crop}, which say what to search with or to compare. */
final class QuerySourceJson {
    private QuerySourceJson() {}

    static QuerySource read(JsonFields fields) {
        List<QuerySource> given = new ArrayList<>();
        fields.base64("image").map(QuerySource.Bytes::new).ifPresent(given::add);
        fields.path("path").map(QuerySource.File::new).ifPresent(given::add);
        fields.optional("id", String.class)
                .map(ImageId::new)
                .map(QuerySource.Gallery::new)
                .ifPresent(given::add);
        if (given.size() != 1) {
            throw JsonFields.bad("image", "name the image by exactly one of image, path, id");
        }
        return given.getFirst();
    }

    static Optional<CropBox> readCrop(JsonFields fields) {
        return fields.optional("crop", String.class).map(CropBox::parse);
    }

    static void write(JsonObject body, QuerySource source, Optional<CropBox> crop) {
        switch (source) {
            case QuerySource.Bytes b -> body.put("image", Base64.getEncoder().encodeToString(b.bytes()));
            case QuerySource.File f -> body.put("path", f.path());
            case QuerySource.Gallery g -> body.put("id", g.id().value());
        }
        crop.ifPresent(c -> body.put("crop", c.toString()));
    }
}
