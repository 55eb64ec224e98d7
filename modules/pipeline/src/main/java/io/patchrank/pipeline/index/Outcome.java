package io.patchrank.pipeline.index;

import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.gallery.GalleryImage;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** How a put or a removal ended: the row as it is now, and what was done to it. */
record Outcome(GalleryImage image, Action action) {
    enum Action {
        /** Extracted, and searchable from now on. */
        INDEXED,
        /** The content was known: features taken over from an image of the same content. */
        COPIED,
        /** The content was known under a source that is gone: the same image under its new name. */
        RENAMED,
        /** Only the metadata changed. */
        UPDATED,
        UNCHANGED,
        REJECTED,
        REMOVED
    }

    JsonObject toJson() {
        return GalleryJson.image(image).put("action", action.name().toLowerCase(Locale.ROOT));
    }
}
