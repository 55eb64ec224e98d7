package io.patchrank.api.bus;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Body of {@link Addresses#GALLERY_PUT}.
 *
 * @param image what to take in; never a gallery image
 * @param name for an image that comes as bytes: what people call it; kept as metadata field {@code name}
 * @param metadata the user's own fields; empty leaves what is there
 * @param retry true to try a rejected image again although its content is unchanged
 */
public record PutRequest(QuerySource image, String name, Optional<JsonObject> metadata, boolean retry) {
    public static PutRequest ofFile(String path) {
        return new PutRequest(new QuerySource.File(path), "", Optional.empty(), false);
    }

    public static PutRequest fromJson(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        Optional<String> path = fields.path("path");
        Optional<byte[]> bytes = fields.base64("image");
        if (path.isPresent() == bytes.isPresent()) {
            throw JsonFields.bad("path", "name the image by exactly one of path, image");
        }
        PutRequest request = new PutRequest(
                path.<QuerySource>map(QuerySource.File::new)
                        .orElseGet(() -> new QuerySource.Bytes(bytes.orElseThrow())),
                fields.optional("name", String.class).orElse(""),
                fields.optional("metadata", JsonObject.class),
                fields.flag("retry", false));
        fields.refuseUnknown();
        return request;
    }

    /**
     * The metadata in plain Java values, with the name of an image that came as bytes among them.
     *
     * @throws io.patchrank.api.error.PatchrankException {@code BAD_REQUEST} for a field that is null
     */
    public Optional<Map<String, Object>> fields() {
        if (name.isEmpty()) {
            return metadata.map(PutRequest::plain);
        }
        return Optional.of(plain(metadata.orElseGet(JsonObject::new).copy().put("name", name)));
    }

    private static Map<String, Object> plain(JsonObject fields) {
        // Through text: what was put together in this process may hold JSON objects, those read hold maps.
        Map<String, Object> plain = new JsonObject(fields.encode()).getMap();
        plain.forEach((field, value) -> {
            if (value == null) {
                throw JsonFields.bad("metadata." + field, "a field has a value; leave it out instead of null");
            }
        });
        return plain;
    }

    public JsonObject toJson() {
        JsonObject body = new JsonObject();
        switch (image) {
            case QuerySource.File f -> body.put("path", f.path());
            case QuerySource.Bytes b -> body.put("image", Base64.getEncoder().encodeToString(b.bytes()));
            case QuerySource.Gallery g -> throw new IllegalArgumentException("the image is in the gallery already");
        }
        if (!name.isEmpty()) {
            body.put("name", name);
        }
        metadata.ifPresent(m -> body.put("metadata", m));
        return retry ? body.put("retry", true) : body;
    }
}
