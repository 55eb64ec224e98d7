package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.bus.QuerySource;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.pipeline.credit.CreditedSender;
import io.patchrank.pipeline.index.Outcome.Action;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.Extracted;
import io.patchrank.pipeline.message.HashRequest;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.StoreRequest;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The way of one image into the gallery: hash → known already? → features → stored → indexed. Each step is idempotent,
 * so a put may be repeated at any time; puts of one source follow each other, those of different sources overlap.
 *
 * <p>An image that is itself at fault ends {@code REJECTED}; when a stage or the disk fails, the put fails, the row
 * stays {@code PENDING}, and repeating the put goes on. Runs on the index stage's event loop.
 */
final class Ingest {
    private final GalleryIndex index;
    private final CatalogueWriter writer;
    private final WorkerExecutor reader;
    private final Uploads uploads;
    private final CreditedSender hashes;
    private final CreditedSender decode;
    private final CreditedSender store;
    private final GalleryEvents events;
    private final StoredFeatures stored;
    private final Relocations relocations = new Relocations();
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Future<?>> inProgress = new HashMap<>();
    private Runnable unfinished = () -> {};

    Ingest(
            Vertx vertx,
            GalleryIndex index,
            CatalogueWriter writer,
            WorkerExecutor reader,
            Uploads uploads,
            Senders senders,
            GalleryEvents events) {
        this.index = index;
        this.writer = writer;
        this.reader = reader;
        this.uploads = uploads;
        this.hashes = senders.hashes();
        this.decode = senders.decode();
        this.store = senders.store();
        this.events = events;
        this.stored = new StoredFeatures(vertx, index, reader);
    }

    /** @param told whenever a put has failed that may succeed later */
    void onUnfinished(Runnable told) {
        unfinished = told;
    }

    /** The ways to the stages that ingest needs. */
    record Senders(CreditedSender hashes, CreditedSender decode, CreditedSender store) {}

    Future<Outcome> put(PutRequest request) {
        Optional<Map<String, Object>> metadata = request.fields();
        return switch (request.image()) {
            case QuerySource.File file ->
                put(Path.of(file.path()).toAbsolutePath().normalize().toString(), metadata, request.retry());
            case QuerySource.Bytes bytes ->
                blocking(() -> uploads.keep(request.name(), bytes.bytes()))
                        .compose(file -> put(file.toString(), metadata, request.retry())
                                .onComplete(ended -> uploads.release(file)));
            case QuerySource.Gallery g ->
                Future.failedFuture(JsonFields.bad("id", "an image of the gallery cannot be put again"));
        };
    }

    private Future<Outcome> put(String source, Optional<Map<String, Object>> metadata, boolean retry) {
        return oneAtATime(source, () -> hash(source)
                .compose(
                        content -> known(source, content.sha256())
                                .compose(known -> decide(source, content, known, metadata, retry))
                                .recover(failure -> refuse(source, content, metadata, failure)),
                        failure -> refuse(source, ImageContent.UNKNOWN, metadata, failure)));
    }

    private Future<ImageContent> hash(String source) {
        return hashes.request(new HashRequest(source), ImageContent.class);
    }

    private Future<Known> known(String source, String sha256) {
        return blocking(() -> {
            Optional<GalleryImage> row = row(source);
            List<GalleryImage> twins = index.bySha256(sha256).stream()
                    .filter(twin -> !twin.source().equals(source))
                    .toList();
            return new Known(row, row.map(GalleryImage::id).orElseGet(() -> newId(source)), twins);
        });
    }

    private Optional<GalleryImage> row(String source) {
        return index.bySource(source).or(() -> index.get(ImageId.derive(source, 0))
                .filter(removed -> removed.source().equals(source)));
    }

    private Future<Outcome> decide(
            String source, ImageContent content, Known known, Optional<Map<String, Object>> metadata, boolean retry) {
        if (known.row().isPresent()) {
            GalleryImage row = known.row().get();
            boolean same = row.content().sha256().equals(content.sha256());
            if (same && row.state() instanceof ImageState.Indexed indexed) {
                return stored.canBeRead(indexed.features())
                        .compose(intact -> intact
                                ? touch(row, content, metadata)
                                : extract(begin(source, content, known, metadata)));
            }
            if (same && !retry && row.state() instanceof ImageState.Rejected rejected && isFinal(rejected)) {
                return Future.succeededFuture(new Outcome(row, Action.REJECTED));
            }
        }
        if (known.twins().isEmpty()) {
            return extract(begin(source, content, known, metadata));
        }
        GalleryImage twin = known.twins().getFirst();
        return isGone(twin.source())
                .compose(gone -> gone && known.row().isEmpty()
                        ? rename(twin, source, content, known, metadata)
                        : copy(begin(source, content, known, metadata), twin));
    }

    /** Lost by a damaged disk, it may be there again; an image that is itself at fault stays so. */
    private static boolean isFinal(ImageState.Rejected rejected) {
        return rejected.code() != ErrorCode.DATA_CORRUPT;
    }

    /** Unchanged content: at most its time and metadata are new. */
    private Future<Outcome> touch(GalleryImage row, ImageContent content, Optional<Map<String, Object>> metadata) {
        Map<String, Object> fields = metadata.orElse(row.metadata());
        if (fields.equals(row.metadata())
                && content.modified().equals(row.content().modified())) {
            return Future.succeededFuture(new Outcome(row, Action.UNCHANGED));
        }
        ImageContent known = row.content();
        GalleryImage updated = row.withContent(new ImageContent(
                        known.sha256(), known.bytes(), content.modified(), known.width(), known.height()))
                .withMetadata(fields, clock.instant());
        return finishIndexed(updated, Optional.empty(), Action.UPDATED);
    }

    private Future<Boolean> isGone(String source) {
        return hash(source)
                .map(content -> false)
                .recover(failure -> Failures.typed(failure).code() == ErrorCode.FILE_VANISHED
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(failure));
    }

    /**
     * The same image under its new name: it keeps its id, its features and when it was added. Of several files that
     * claim it at once, one gets it; the others are copies.
     */
    private Future<Outcome> rename(
            GalleryImage twin,
            String source,
            ImageContent content,
            Known known,
            Optional<Map<String, Object>> metadata) {
        return oneAtATime(
                idKey(twin), () -> blocking(() -> index.get(twin.id())).compose(now -> {
                    if (now.filter(row -> isButMoved(row, twin)).isEmpty()) {
                        return copy(begin(source, content, known, metadata), twin);
                    }
                    GalleryImage renamed = now.get()
                            .withSource(source, clock.instant())
                            .withMetadata(metadata.orElse(twin.metadata()), clock.instant());
                    return withFeaturesOf(twin, renamed, Action.RENAMED);
                }));
    }

    /** Whether nothing of the row has changed since, but for the place of its features. */
    private static boolean isButMoved(GalleryImage now, GalleryImage before) {
        return now.state() instanceof ImageState.Indexed
                && now.withFeatures(StoredFeatures.keyOf(before)).equals(before);
    }

    private Future<Outcome> copy(GalleryImage row, GalleryImage twin) {
        ImageContent read = row.content();
        GalleryImage copied = row.withContent(new ImageContent(
                        read.sha256(),
                        read.bytes(),
                        read.modified(),
                        twin.content().width(),
                        twin.content().height()))
                .withState(twin.state(), clock.instant());
        return withFeaturesOf(twin, copied, Action.COPIED);
    }

    /** The file at hand is there, whatever has become of the twin or of its features. */
    private Future<Outcome> withFeaturesOf(GalleryImage twin, GalleryImage image, Action action) {
        return stored.intact(twin)
                .compose(found -> found.isPresent()
                        ? finishIndexed(
                                image.withFeatures(found.get().features()),
                                Optional.of(found.get().descriptor()),
                                action)
                        : extract(image));
    }

    /** The row as it goes to work. An image that is searchable under its old content stays so until the new is ready. */
    private GalleryImage begin(
            String source, ImageContent content, Known known, Optional<Map<String, Object>> metadata) {
        GalleryImage row = new GalleryImage(
                known.id(),
                source,
                content,
                new ImageState.Pending(),
                metadata.or(() -> known.row().map(GalleryImage::metadata)).orElseGet(Map::of),
                known.row().map(GalleryImage::added).orElseGet(clock::instant),
                clock.instant());
        boolean searchable =
                known.row().filter(r -> r.state() instanceof ImageState.Indexed).isPresent();
        if (!searchable) {
            writer.submit(new CatalogueChange.Put(row)).onFailure(e -> events.problem(source, Failures.typed(e)));
        }
        return row;
    }

    /** The first that no other source has taken; this one's own row may have been committed since it was looked for. */
    private ImageId newId(String source) {
        int attempt = 0;
        ImageId id = ImageId.derive(source, attempt);
        while (index.get(id).filter(taken -> !taken.source().equals(source)).isPresent()) {
            id = ImageId.derive(source, ++attempt);
        }
        return id;
    }

    private Future<Outcome> extract(GalleryImage row) {
        DecodeRequest request =
                new DecodeRequest(new ImageSource.OfFile(row.source()), Optional.empty(), Urgency.INGEST);
        return decode.request(request, Extracted.class).compose(extracted -> store.request(
                        new StoreRequest(row.source(), extracted.features()), FeatureKey.class)
                .compose(key -> {
                    GalleryImage indexed = row.withContent(extracted.content())
                            .withState(
                                    new ImageState.Indexed(extracted.features().modelFingerprint(), key),
                                    clock.instant());
                    return finishIndexed(
                            indexed, Optional.of(extracted.features().global()), Action.INDEXED);
                }));
    }

    /**
     * Writes the row of an indexed image; its features may have been moved since they were looked up.
     *
     * @param descriptor empty to keep the one that the image has
     */
    private Future<Outcome> finishIndexed(GalleryImage image, Optional<float[]> descriptor, Action action) {
        Optional<FeatureKey> features = relocations.current(StoredFeatures.keyOf(image));
        if (features.isEmpty()) {
            return extract(image);
        }
        GalleryImage row = image.withFeatures(features.get());
        CatalogueChange change = descriptor
                .<CatalogueChange>map(global -> new CatalogueChange.Index(row, global))
                .orElseGet(() -> new CatalogueChange.Update(row));
        return finish(change, row, action);
    }

    private Future<Outcome> finish(CatalogueChange change, GalleryImage image, Action action) {
        return writer.submit(change).map(v -> new Outcome(image, action)).onSuccess(events::happened);
    }

    /** The image's own faults are recorded; any other failure is the caller's to repeat. */
    private Future<Outcome> refuse(
            String source, ImageContent content, Optional<Map<String, Object>> metadata, Throwable failure) {
        PatchrankException typed = Failures.typed(failure);
        if (!typed.code().isImageFault() && typed.code() != ErrorCode.INTERNAL) {
            if (typed.code() != ErrorCode.OVERLOADED) {
                // Who is told to come back later does so. The pending row may still be on its way to the disk, and only
                // what is in the catalogue is taken up again.
                writer.settled().onComplete(written -> unfinished.run());
            }
            return Future.failedFuture(typed);
        }
        return known(source, ImageContent.UNKNOWN.sha256()).compose(known -> {
            Optional<GalleryImage> row = known.row();
            GalleryImage rejected = new GalleryImage(
                    known.id(),
                    source,
                    content,
                    new ImageState.Rejected(typed.code(), typed.reason()),
                    metadata.or(() -> row.map(GalleryImage::metadata)).orElseGet(Map::of),
                    row.map(GalleryImage::added).orElseGet(clock::instant),
                    clock.instant());
            return finish(new CatalogueChange.Put(rejected), rejected, Action.REJECTED);
        });
    }

    /** Takes an image out of the gallery; its record stays. */
    Future<Outcome> remove(String source) {
        return oneAtATime(
                source, () -> live(source).compose(image -> oneAtATime(idKey(image), () -> markRemoved(source))));
    }

    /** Renames take their turn under the id: by now the image may live under another source. */
    private Future<Outcome> markRemoved(String source) {
        return live(source).compose(image -> {
            GalleryImage removed = image.withState(new ImageState.Removed(), clock.instant());
            return finish(new CatalogueChange.Put(removed), removed, Action.REMOVED);
        });
    }

    private Future<GalleryImage> live(String source) {
        return blocking(() -> index.bySource(source)
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND, source, "no image of the gallery has this source")));
    }

    /** Tries a pending image once more, unless it is being worked on. */
    Future<?> resume(GalleryImage pending) {
        return inProgress.containsKey(pending.source())
                ? Future.succeededFuture()
                : put(pending.source(), Optional.empty(), false);
    }

    /** Whether anything is being put or removed. */
    boolean isBusy() {
        return !inProgress.isEmpty();
    }

    /** Completes when everything has ended that is in progress now. */
    Future<Void> settled() {
        return Future.join(List.copyOf(inProgress.values())).transform(ended -> Future.succeededFuture());
    }

    Relocations relocations() {
        return relocations;
    }

    /** Work under one key, mostly a source, waits for the work before it under that key, whatever became of it. */
    private Future<Outcome> oneAtATime(String key, Supplier<Future<Outcome>> work) {
        Future<?> before = inProgress.getOrDefault(key, Future.succeededFuture());
        Future<Outcome> mine = before.transform(ended -> work.get());
        inProgress.put(key, mine);
        return mine.onComplete(ended -> inProgress.remove(key, mine));
    }

    private static String idKey(GalleryImage image) {
        return "id " + image.id();
    }

    private <T> Future<T> blocking(Callable<T> read) {
        return reader.executeBlocking(read, false);
    }
}
