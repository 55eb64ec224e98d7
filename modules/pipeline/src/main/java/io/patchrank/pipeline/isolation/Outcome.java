package io.patchrank.pipeline.isolation;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.pipeline.decode.Decoded;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What has become of a {@link Task}. */
sealed interface Outcome {
    /** Frees the native memory of its picture, once it is sent. */
    default void release() {}

    record Picture(Decoded decoded) implements Outcome {
        @Override
        public void release() {
            decoded.picture().close();
        }
    }

    record Seen(PictureReply reply) implements Outcome {}

    record Features(List<OfOne> each) implements Outcome {}

    record Dense(Inspection inspection) implements Outcome {}

    /**
     * Of one picture among several.
     *
     * @param failure in the form of {@code Failures.toJson}
     */
    record OfOne(Optional<ImageFeatures> features, Optional<JsonObject> failure) {
        static OfOne of(Future<ImageFeatures> done) {
            return new OfOne(
                    Optional.ofNullable(done.result()),
                    Optional.ofNullable(done.cause()).map(Failures::typed).map(Failures::toJson));
        }

        Future<ImageFeatures> toFuture() {
            return features.map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Failures.fromJson(failure.orElseThrow())));
        }
    }
}
