package io.patchrank.pipeline.compare;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompareSide;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.ImageArea;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.flow.Stopwatch;
import io.patchrank.pipeline.flow.TypedRequest;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.InspectRequest;
import io.patchrank.pipeline.message.Inspected;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other stages for all that is needed of the images of one comparison. Event loop. */
final class Sides {
    private static final Logger LOG = LoggerFactory.getLogger(Sides.class);

    /** Longest side of the photographs in a drawing, in pixels. */
    private static final int PHOTOGRAPH = 1400;

    private final Vertx vertx;
    private final CreditedSender inspect;
    private final boolean maps;
    private final boolean drawn;
    private final Urgency urgency;
    private final Stopwatch watch;

    /**
     * @param inspect to the decode stage
     * @param maps whether all patches are wanted
     * @param drawn whether photographs are wanted
     */
    Sides(Vertx vertx, CreditedSender inspect, boolean maps, boolean drawn, Urgency urgency, Stopwatch watch) {
        this.vertx = vertx;
        this.inspect = inspect;
        this.maps = maps;
        this.drawn = drawn;
        this.urgency = urgency;
        this.watch = watch;
    }

    /** @param name of an image that comes as bytes */
    Future<ComparedImage> find(CompareSide side, String name) {
        return switch (side.image()) {
            case QuerySource.Bytes bytes -> described(new ImageSource.OfBytes(name, bytes.bytes()), side.crop(), drawn);
            case QuerySource.File file -> described(new ImageSource.OfFile(file.path()), side.crop(), drawn);
            case QuerySource.Gallery image ->
                this.<IndexedImage>ask(StageAddresses.INDEXED, image.id().value())
                        .compose(row -> stored(row, side.crop()));
        };
    }

    private Future<ComparedImage> described(ImageSource source, Optional<CropBox> crop, boolean photographed) {
        return inspected(source, crop, maps, photographed).map(seen -> {
            ImageFeatures features = seen.inspection().features();
            return new ComparedImage(
                    source.name(),
                    seen.content().width(),
                    seen.content().height(),
                    seen.area(),
                    features.global(),
                    features.locals(),
                    features.modelFingerprint(),
                    seen.inspection().patches(),
                    mapsMissing(seen),
                    seen.photograph());
        });
    }

    private Future<Inspected> inspected(
            ImageSource source, Optional<CropBox> crop, boolean dense, boolean photographed) {
        Optional<Integer> photograph = photographed ? Optional.of(PHOTOGRAPH) : Optional.empty();
        return inspect.request(new InspectRequest(source, crop, dense, photograph, urgency), Inspected.class)
                .onSuccess(seen -> {
                    watch.note("decode", seen.decodeMs());
                    watch.note("extract", seen.extractMs());
                });
    }

    private Optional<PatchrankException> mapsMissing(Inspected seen) {
        return maps && seen.inspection().patches().isEmpty()
                ? Optional.of(new PatchrankException(
                        ErrorCode.MODEL_MISMATCH,
                        seen.inspection().features().modelFingerprint(),
                        "this model tells nothing of the patches that it does not keep"))
                : Optional.empty();
    }

    /** What is stored of an image is what a search compares; only a crop and the maps need its file again. */
    private Future<ComparedImage> stored(IndexedImage row, Optional<CropBox> crop) {
        ImageId id = row.image().id();
        Future<Optional<byte[]>> photograph = drawn ? photograph(id) : Future.succeededFuture(Optional.empty());
        Future<ComparedImage> image = crop.isPresent()
                ? described(new ImageSource.OfFile(row.image().source()), crop, false)
                : ofStorage(row);
        return image.compose(found -> photograph.map(found::withPhotograph));
    }

    private Future<ComparedImage> ofStorage(IndexedImage row) {
        ImageSource file = new ImageSource.OfFile(row.image().source());
        ReadRequest all = new ReadRequest(List.of(row.features()), Integer.MAX_VALUE, LocalsForm.DESCRIPTORS);
        return this.<LocalsReply>ask(StageAddresses.READ_LOCALS, all)
                .map(read -> Optional.of(read.locals().getFirst()))
                // A gallery that keeps codes only has no descriptors, and codes have no places.
                .recover(e -> Failures.typed(e).code() == ErrorCode.MODEL_MISMATCH
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e))
                .compose(locals -> locals.isPresent()
                        ? withMaps(row, file, locals.get())
                        : described(file, Optional.empty(), false));
    }

    private Future<ComparedImage> withMaps(IndexedImage row, ImageSource file, LocalDescriptors locals) {
        watch.lap("read");
        if (!maps) {
            return Future.succeededFuture(image(row, locals, Optional.empty(), Optional.empty()));
        }
        return inspected(file, Optional.empty(), true, false)
                .map(seen -> changed(row, seen)
                        .or(() -> mapsMissing(seen))
                        .map(why -> image(row, locals, Optional.empty(), Optional.of(why)))
                        .orElseGet(() -> image(row, locals, Optional.of(seen), Optional.empty())))
                .recover(e -> {
                    PatchrankException why = Failures.typed(e);
                    return why.code().isTransient()
                            ? Future.failedFuture(why)
                            : Future.succeededFuture(image(row, locals, Optional.empty(), Optional.of(why)));
                });
    }

    private static Optional<PatchrankException> changed(IndexedImage row, Inspected seen) {
        boolean same = row.image().content().sha256().equals(seen.content().sha256());
        return same
                ? Optional.empty()
                : Optional.of(new PatchrankException(
                        ErrorCode.FILE_VANISHED,
                        row.image().source(),
                        "the file is another than was taken in; put it into the gallery again"));
    }

    private static ComparedImage image(
            IndexedImage row,
            LocalDescriptors locals,
            Optional<Inspected> seen,
            Optional<PatchrankException> withoutMaps) {
        ImageContent content = row.image().content();
        return new ComparedImage(
                name(row),
                content.width(),
                content.height(),
                ImageArea.WHOLE,
                row.descriptor(),
                locals,
                row.modelFingerprint(),
                seen.flatMap(s -> s.inspection().patches()),
                withoutMaps,
                Optional.empty());
    }

    /** Images that came as bytes are kept under their digest; people know them by name. */
    private static String name(IndexedImage row) {
        Object name = row.image().metadata().get("name");
        return name == null ? row.image().source() : name.toString();
    }

    /** A drawing without one of its photographs still shows the matches. */
    private Future<Optional<byte[]>> photograph(ImageId id) {
        JsonObject request = new JsonObject().put("id", id.value()).put("longestSide", PHOTOGRAPH);
        return this.<JsonObject>ask(Addresses.GALLERY_PICTURE, request)
                .map(reply -> Optional.of(Base64.getDecoder().decode(reply.getString("image"))))
                .otherwise(e -> {
                    LOG.warn("drawn without its photograph: {}", e.getMessage());
                    return Optional.empty();
                });
    }

    private <R> Future<R> ask(String address, Object body) {
        return TypedRequest.send(vertx, address, body);
    }
}
