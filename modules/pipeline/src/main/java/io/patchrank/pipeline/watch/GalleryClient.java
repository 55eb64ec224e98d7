package io.patchrank.pipeline.watch;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.flow.TypedRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The gallery operations that watching needs, over the bus. */
final class GalleryClient {
    private static final int PAGE = 500;
    /** Puts wait for their turn in the stages behind; each of those has its own, shorter, limit. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Vertx vertx;

    GalleryClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes with the row as it is after the put, see docs/event-bus.md. */
    Future<JsonObject> put(Path file) {
        return ask(Addresses.GALLERY_PUT, PutRequest.ofFile(file.toString()).toJson());
    }

    Future<JsonObject> remove(Path file) {
        return ask(Addresses.GALLERY_REMOVE, new JsonObject().put("source", file.toString()));
    }

    /** Whether the gallery has dealt with this very state of the file. */
    Future<Boolean> knows(FileStamp stamp) {
        return ask(
                        Addresses.GALLERY_GET,
                        new JsonObject().put("source", stamp.file().toString()))
                .map(row -> isDealtWith(row)
                        && row.getLong("bytes") == stamp.size()
                        && Instant.parse(row.getString("modified")).equals(stamp.modified()))
                .recover(failure -> Failures.typed(failure).code() == ErrorCode.NOT_FOUND
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    /** Neither waiting, nor lost by a damaged disk. */
    private static boolean isDealtWith(JsonObject row) {
        return !"PENDING".equals(row.getString("state"))
                && !ErrorCode.DATA_CORRUPT.name().equals(row.getString("code"));
    }

    /** A page of the sources that the gallery has of a folder. */
    Future<Page> sources(Path folder, Optional<String> after) {
        String prefix = folder + folder.getFileSystem().getSeparator();
        JsonObject body = new JsonObject()
                .put("filter", new JsonObject().put("sourcePrefix", prefix))
                .put("limit", PAGE);
        after.ifPresent(id -> body.put("after", id));
        return ask(Addresses.GALLERY_LIST, body).map(page -> {
            JsonArray rows = page.getJsonArray("images");
            List<Path> files = rows.stream()
                    .map(row -> Path.of(((JsonObject) row).getString("source")))
                    .toList();
            return new Page(files, Optional.ofNullable(page.getString("next")));
        });
    }

    record Page(List<Path> files, Optional<String> next) {}

    private Future<JsonObject> ask(String address, JsonObject body) {
        return TypedRequest.send(vertx, address, body, TIMEOUT);
    }
}
