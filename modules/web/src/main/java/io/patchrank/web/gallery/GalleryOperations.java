package io.patchrank.web.gallery;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** The operations below {@code /api/v1/images} that answer rows. Event loop. */
public final class GalleryOperations {
    /** {@code GET /api/v1/images}. */
    public Future<?> list(Call call) {
        JsonObject request = new JsonObject().put("limit", call.parameter("limit", Integer.class));
        call.optional("state", JsonArray.class).ifPresent(states -> request.put("states", states));
        call.optional("after", String.class).ifPresent(after -> request.put("after", after));
        call.optional("filter", String.class).ifPresent(text -> request.put("filter", filter(text)));
        return call.ask(Addresses.GALLERY_LIST, request).compose(call::longJson);
    }

    private static JsonObject filter(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw JsonFields.bad("filter", "expected a filter as a JSON object");
        }
    }

    /** {@code GET /api/v1/images/{id}}. */
    public Future<?> get(Call call) {
        return call.ask(Addresses.GALLERY_GET, id(call)).compose(row -> call.json(200, row));
    }

    /** {@code DELETE /api/v1/images/{id}}. */
    public Future<?> remove(Call call) {
        return call.ask(Addresses.GALLERY_REMOVE, id(call)).compose(row -> call.json(200, row));
    }

    /** {@code POST /api/v1/images/{id}/retry}. */
    public Future<?> retry(Call call) {
        return call.ask(Addresses.GALLERY_GET, id(call))
                .compose(row -> call.ask(
                        Addresses.GALLERY_PUT,
                        new JsonObject().put("path", row.getString("source")).put("retry", true)))
                .compose(row -> call.json(200, row));
    }

    /** {@code POST /api/v1/images}. */
    public Future<?> put(Call call) {
        Upload upload = call.uploads().get("image");
        if (upload == null) {
            throw JsonFields.bad("path", "this server takes uploads only");
        }
        JsonObject request = new JsonObject().put("name", call.body().getString("name", upload.name()));
        if (call.body().containsKey("metadata")) {
            request.put("metadata", call.body().getJsonObject("metadata"));
        }
        byte[] bytes = upload.bytes().getBytes();
        return call.context()
                .vertx()
                .executeBlocking(() -> request.put("image", Base64.getEncoder().encodeToString(bytes)), false)
                .compose(put -> call.ask(Addresses.GALLERY_PUT, put))
                .compose(row -> call.json(200, row));
    }

    private static JsonObject id(Call call) {
        return new JsonObject().put("id", call.parameter("id", String.class));
    }
}
