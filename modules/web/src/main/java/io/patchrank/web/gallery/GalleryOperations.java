package io.patchrank.web.gallery;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Images;
import io.patchrank.web.http.Refusal;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The operations below {@code /api/v1/images} that answer rows. Event loop. */
public final class GalleryOperations {
    private static final int CONFLICT = 409;

    /** {@code GET /api/v1/images}. */
    public Future<?> list(Call call) {
        JsonObject request = new JsonObject().put("limit", call.parameter("limit", Integer.class));
        call.optional("state", JsonArray.class).ifPresent(states -> request.put("states", states));
        call.optional("after", String.class).ifPresent(after -> request.put("after", after));
        filter(call).ifPresent(filter -> request.put("filter", filter));
        return call.ask(Addresses.GALLERY_LIST, request).compose(call::longJson);
    }

    /** What filter and words ask for together. */
    private static Optional<JsonObject> filter(Call call) {
        Optional<JsonObject> filter = call.optional("filter", String.class).map(GalleryOperations::filter);
        Optional<JsonObject> words = call.optional("text", String.class)
                .filter(text -> !text.isBlank())
                .map(text -> new JsonObject().put("text", text));
        return filter.isPresent() && words.isPresent()
                ? Optional.of(new JsonObject()
                        .put("all", new JsonArray().add(filter.get()).add(words.get())))
                : filter.or(() -> words);
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
                .compose(row -> {
                    if (!"REJECTED".equals(row.getString("state"))) {
                        throw new Refusal(
                                CONFLICT,
                                "id",
                                "this image is " + row.getString("state") + "; only a rejected one is tried again");
                    }
                    JsonObject again = new JsonObject()
                            .put("path", row.getString("source"))
                            .put("retry", true);
                    return call.ask(Addresses.GALLERY_PUT, again);
                })
                .compose(row -> call.json(200, row));
    }

    /** {@code POST /api/v1/images}. */
    public Future<?> put(Call call) {
        JsonObject request = call.body().copy();
        Upload upload = call.uploads().get("image");
        if (upload != null && !request.containsKey("name")) {
            request.put("name", upload.name());
        }
        Future<JsonObject> ready = upload == null
                ? Permitted.admitPaths(call.context().vertx(), Addresses.GALLERY_PUT, request)
                        .map(request)
                : Images.into(request, upload, call);
        return ready.compose(put -> call.ask(Addresses.GALLERY_PUT, put)).compose(row -> call.json(200, row));
    }

    private static JsonObject id(Call call) {
        return new JsonObject().put("id", call.parameter("id", String.class));
    }
}
