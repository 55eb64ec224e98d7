package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.FilterJson;
import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.pipeline.message.Shortlist;
import io.patchrank.pipeline.message.ShortlistRequest;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be asked of the catalogue. Answers on the caller's event loop, reads on workers. */
final class GalleryQueries {
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final GalleryIndex index;
    private final WorkerExecutor reader;

    GalleryQueries(GalleryIndex index, WorkerExecutor reader) {
        this.index = index;
        this.reader = reader;
    }

    /** The image named by {@code id} or by {@code source}. */
    Future<GalleryImage> find(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        Optional<ImageId> id = fields.optional("id", String.class).map(ImageId::new);
        Optional<String> source = fields.path("source");
        fields.refuseUnknown();
        if (id.isPresent() == source.isPresent()) {
            throw JsonFields.bad("id", "name the image by exactly one of id, source");
        }
        String name = id.map(ImageId::value).or(() -> source).orElseThrow();
        return reader.executeBlocking(
                () -> id.flatMap(index::get)
                        .or(() -> source.map(GalleryQueries::absolute).flatMap(index::bySource))
                        .orElseThrow(() -> notFound(name)),
                false);
    }

    /** The image of this id. Errors: {@code NOT_FOUND}. */
    Future<GalleryImage> get(ImageId id) {
        return reader.executeBlocking(() -> index.get(id).orElseThrow(() -> notFound(id.value())), false);
    }

    /** An image that can be a query. Errors: {@code NOT_FOUND}, {@code BAD_REQUEST} when it is not indexed. */
    Future<IndexedImage> indexed(String id) {
        ImageId image = new ImageId(id);
        return reader.executeBlocking(
                () -> index.indexed(image).orElseThrow(() -> notIndexed(image, index.get(image))), false);
    }

    private static PatchrankException notIndexed(ImageId id, Optional<GalleryImage> image) {
        return image.map(there -> new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        id.value(),
                        "this image is " + there.state().kind() + "; only an indexed one can be a query"))
                .orElseGet(() -> notFound(id.value()));
    }

    private static PatchrankException notFound(String name) {
        return new PatchrankException(ErrorCode.NOT_FOUND, name, "no such image in the gallery");
    }

    private static String absolute(String source) {
        return Path.of(source).toAbsolutePath().normalize().toString();
    }

    Future<JsonObject> list(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        Set<ImageState.Kind> states = fields.optional("states", JsonArray.class)
                .map(GalleryQueries::states)
                .orElseGet(() -> EnumSet.complementOf(EnumSet.of(ImageState.Kind.REMOVED)));
        MetadataFilter filter = FilterJson.parse(fields.object("filter"));
        Optional<ImageId> after = fields.optional("after", String.class).map(ImageId::new);
        int limit = fields.positive("limit").orElse(DEFAULT_PAGE);
        if (limit > LARGEST_PAGE) {
            throw JsonFields.bad("limit", "at most " + LARGEST_PAGE + " rows a page, got " + limit);
        }
        fields.refuseUnknown();
        return reader.executeBlocking(() -> page(index.list(states, filter, after, limit), limit), false);
    }

    private static JsonObject page(List<GalleryImage> images, int limit) {
        JsonArray rows = new JsonArray();
        images.forEach(image -> rows.add(GalleryJson.image(image)));
        JsonObject page = new JsonObject().put("images", rows);
        return images.size() < limit
                ? page
                : page.put("next", images.getLast().id().value());
    }

    private static Set<ImageState.Kind> states(JsonArray names) {
        Set<ImageState.Kind> states = EnumSet.noneOf(ImageState.Kind.class);
        for (Object name : names) {
            try {
                states.add(ImageState.Kind.valueOf(String.valueOf(name).toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw JsonFields.bad(
                        "states", "unknown state " + name + "; known are PENDING INDEXED REJECTED REMOVED");
            }
        }
        return states;
    }

    Future<JsonObject> status() {
        return reader.executeBlocking(() -> GalleryJson.status(index.status()), false);
    }

    Future<Shortlist> shortlist(ShortlistRequest request) {
        MetadataFilter filter = FilterJson.parse(request.filter());
        return reader.executeBlocking(
                () -> new Shortlist(index.search(request.descriptor(), request.limit(), filter)), false);
    }
}
