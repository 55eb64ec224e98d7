package io.patchrank.pipeline.index;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.IndexedImage;
import io.patchrank.pipeline.message.LocalsReply;
import io.patchrank.pipeline.message.ReadRequest;
import io.patchrank.pipeline.message.StageAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;

/** Whether the features that rows of the catalogue refer to are still what they were. Event loop. */
final class StoredFeatures {
    private final Vertx vertx;
    private final GalleryIndex index;
    private final WorkerExecutor reader;

    StoredFeatures(Vertx vertx, GalleryIndex index, WorkerExecutor reader) {
        this.vertx = vertx;
        this.index = index;
        this.reader = reader;
    }

    /** @param indexed its state is {@code Indexed} */
    static FeatureKey keyOf(GalleryImage indexed) {
        return ((ImageState.Indexed) indexed.state()).features();
    }

    /** False when the storage has lost the features, or they are damaged: then they are made again. */
    Future<Boolean> canBeRead(FeatureKey key) {
        return vertx.eventBus()
                .<LocalsReply>request(StageAddresses.READ_LOCALS, new ReadRequest(List.of(key), 1, LocalsForm.RICHEST))
                .map(reply -> true)
                .recover(failure -> isLost(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure));
    }

    private static boolean isLost(Throwable failure) {
        return Failures.typed(failure).code() == ErrorCode.DATA_CORRUPT;
    }

    /** The twin with its descriptor; empty when its features cannot be read, or are those of other content by now. */
    Future<Optional<IndexedImage>> intact(GalleryImage twin) {
        return canBeRead(keyOf(twin))
                .compose(read -> read
                        ? reader.executeBlocking(() -> unchanged(twin), false)
                        : Future.succeededFuture(Optional.empty()));
    }

    /** The twin with its descriptor; empty when it shows other content by now, whose descriptor would be another. */
    private Optional<IndexedImage> unchanged(GalleryImage twin) {
        return index.indexed(twin.id())
                .filter(now -> now.image().withFeatures(keyOf(twin)).state().equals(twin.state())
                        && now.image().content().sha256().equals(twin.content().sha256()));
    }
}
