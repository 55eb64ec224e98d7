package io.patchrank.api.bus;

import io.patchrank.api.feature.StorageStatus;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryStatus;
import io.patchrank.api.gallery.ImageState;
import io.vertx.core.json.JsonObject;

/** The JSON forms of gallery rows and status, as the operations {@code patchrank.gallery.*} answer them. */
public final class GalleryJson {
    private GalleryJson() {}

    public static JsonObject image(GalleryImage image) {
        JsonObject body = new JsonObject()
                .put("id", image.id().value())
                .put("source", image.source())
                .put("state", image.state().kind().name());
        switch (image.state()) {
            case ImageState.Pending p -> {}
            case ImageState.Removed r -> {}
            case ImageState.Indexed i ->
                body.put("model", i.modelFingerprint())
                        .put("features", i.features().toString());
            case ImageState.Rejected r -> body.put("code", r.code().name()).put("reason", r.reason());
        }
        return body.put("sha256", image.content().sha256())
                .put("bytes", image.content().bytes())
                .put("modified", image.content().modified().toString())
                .put("width", image.content().width())
                .put("height", image.content().height())
                .put("metadata", new JsonObject(image.metadata()))
                .put("added", image.added().toString())
                .put("updated", image.updated().toString());
    }

    public static JsonObject status(GalleryStatus gallery) {
        return new JsonObject()
                .put("indexed", gallery.indexed())
                .put("pending", gallery.pending())
                .put("rejected", gallery.rejected())
                .put("removed", gallery.removed())
                .put("model", gallery.modelFingerprint())
                .put("dimension", gallery.dimension())
                .put("search", gallery.search());
    }

    public static JsonObject status(StorageStatus storage) {
        return new JsonObject()
                .put("images", storage.images())
                .put("journalImages", storage.journalImages())
                .put("shards", storage.shards())
                .put("bytes", storage.bytes());
    }
}
