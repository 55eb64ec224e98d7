package io.patchrank.pipeline.index;

import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.bus.PictureRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.data.ShownFolders;
import io.patchrank.pipeline.message.PlaceRequest;
import io.patchrank.pipeline.message.Urgency;
import io.patchrank.pipeline.message.ViewRequest;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pictures of the gallery for people, and which files may be shown at all. Event loop; the decode stage does the work. */
final class Pictures {
    private final GalleryQueries queries;
    private final ShownFolders shown;
    private final WorkerExecutor worker;
    private final CreditedSender views;
    private final CreditedSender places;
    private final Duration patience;

    /** @param patience how long somebody waits for a picture */
    Pictures(
            GalleryQueries queries,
            ShownFolders shown,
            WorkerExecutor worker,
            CreditedSender views,
            CreditedSender places,
            Duration patience) {
        this.queries = queries;
        this.shown = shown;
        this.worker = worker;
        this.views = views;
        this.places = places;
        this.patience = patience;
    }

    Future<JsonObject> picture(JsonObject body) {
        PictureRequest request = PictureRequest.fromJson(body);
        return queries.get(request.id()).compose(image -> view(image, request)).map(PictureReply::toJson);
    }

    private Future<PictureReply> view(GalleryImage image, PictureRequest request) {
        if (image.state() instanceof ImageState.Removed) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, image.id().value(), "this image was taken out of the gallery");
        }
        ViewRequest view = new ViewRequest(
                image.source(),
                shown.folders(),
                request.longestSide(),
                request.crop(),
                Urgency.view(Instant.now().plus(patience)));
        return views.request(view, PictureReply.class).map(reply -> sized(reply, image.content()));
    }

    /** The catalogue knows how large the file is upright, as long as it is still the same. */
    private static PictureReply sized(PictureReply reply, ImageContent known) {
        boolean same = reply.sha256().equals(known.sha256()) && known.width() > 0 && known.height() > 0;
        return reply.size().isPresent() || !same
                ? reply
                : new PictureReply(
                        reply.mediaType(),
                        Optional.of(new PixelSize(known.width(), known.height())),
                        reply.sha256(),
                        reply.image());
    }

    /** Where a file really is, if it may be shown. */
    Future<JsonObject> visible(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        String path = fields.path("path").orElseThrow(() -> JsonFields.bad("path", "this field is required"));
        fields.refuseUnknown();
        return places.request(new PlaceRequest(path, shown.folders()), String.class)
                .map(real -> new JsonObject().put("path", real));
    }

    /** Remembers {@code folders}, which somebody with the right to it has taken in. */
    Future<JsonObject> show(JsonObject body) {
        JsonFields fields = new JsonFields(body);
        List<Path> folders = fields.required("folders", JsonArray.class).stream()
                .map(folder -> Path.of(String.valueOf(folder)))
                .toList();
        fields.refuseUnknown();
        return worker.executeBlocking(() -> {
            shown.add(folders);
            return new JsonObject();
        });
    }
}
