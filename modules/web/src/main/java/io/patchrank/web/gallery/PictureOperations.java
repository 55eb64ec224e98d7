package io.patchrank.web.gallery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchrank.api.bus.Addresses;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Images;
import io.patchrank.web.http.MemoryBudget;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * The bytes of gallery images. The digest of the file is the tag of what is made of it, so a browser that has it asks
 * for nothing but whether it still holds. Event loop.
 */
public final class PictureOperations {
    private static final int NOT_MODIFIED = 304;
    private static final String JPEG = "image/jpeg";
    /** What browsers draw and nothing else: never a document that could hold a script. */
    private static final Set<String> DRAWN =
            Set.of(JPEG, "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff");

    private static final String UNKNOWN = "image/x-unknown";
    private static final String FOR_GOOD = "private, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "private, no-cache";

    /** One picture in memory. */
    private record Key(String sha256, int size) {}

    private final Cache<Key, Buffer> thumbnails;
    private final MemoryBudget files;

    /**
     * @param memory bytes of thumbnails that are kept, the most used
     * @param files on their way to callers, who may be slow
     */
    public PictureOperations(long memory, MemoryBudget files) {
        this.files = files;
        thumbnails = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((Key key, Buffer picture) -> picture.length())
                .executor(Runnable::run)
                .build();
    }

    /** {@code GET /api/v1/images/{id}/thumbnail}. */
    public Future<?> thumbnail(Call call) {
        int size = call.parameter("size", Integer.class);
        return row(call).compose(row -> {
            String sha256 = row.getString("sha256");
            String tag = '"' + sha256 + "-" + size + '"';
            if (isKnown(call, tag)) {
                return notModified(call, tag, sha256);
            }
            Key key = new Key(sha256, size);
            Buffer kept = thumbnails.getIfPresent(key);
            return kept != null
                    ? picture(call, tag, sha256, JPEG, kept)
                    : make(call, size).compose(made -> {
                        Buffer bytes = made.bytes();
                        thumbnails.put(new Key(made.sha256(), size), bytes);
                        return picture(call, '"' + made.sha256() + "-" + size + '"', made.sha256(), JPEG, bytes);
                    });
        });
    }

    /** {@code GET /api/v1/images/{id}/file}. */
    public Future<?> file(Call call) {
        return row(call).compose(row -> {
            String sha256 = row.getString("sha256");
            String tag = '"' + sha256 + '"';
            if (isKnown(call, tag)) {
                return notModified(call, tag, sha256);
            }
            files.takeFor(call.context(), Math.min(row.getLong("bytes"), files.largest()));
            return ask(call, new JsonObject()).compose(made -> {
                call.context().response().putHeader("Content-Disposition", "inline; filename=\"" + id(call) + '"');
                return picture(call, '"' + made.sha256() + '"', made.sha256(), type(made), made.bytes());
            });
        });
    }

    private static String id(Call call) {
        return call.parameter("id", String.class);
    }

    private static Future<JsonObject> row(Call call) {
        return call.ask(Addresses.GALLERY_GET, new JsonObject().put("id", id(call)));
    }

    private record Made(String mediaType, String sha256, Buffer bytes) {}

    private static Future<Made> make(Call call, int size) {
        return ask(call, new JsonObject().put("longestSide", size));
    }

    private static Future<Made> ask(Call call, JsonObject request) {
        return call.ask(Addresses.GALLERY_PICTURE, request.put("id", id(call)))
                .compose(reply -> Images.outOf(reply, "image", call)
                        .map(bytes -> new Made(reply.getString("mediaType"), reply.getString("sha256"), bytes)));
    }

    private static String type(Made made) {
        return DRAWN.contains(made.mediaType()) ? made.mediaType() : UNKNOWN;
    }

    private static boolean isKnown(Call call, String tag) {
        String known = call.context().request().getHeader(HttpHeaders.IF_NONE_MATCH);
        return known != null && (known.contains(tag) || known.strip().equals("*"));
    }

    private static Future<Void> notModified(Call call, String tag, String sha256) {
        cached(call, tag, sha256);
        return call.context().response().setStatusCode(NOT_MODIFIED).end();
    }

    private static Future<Void> picture(Call call, String tag, String sha256, String type, Buffer bytes) {
        cached(call, tag, sha256);
        return call.picture(type, bytes);
    }

    private static void cached(Call call, String tag, String sha256) {
        Optional<String> version = call.optional("v", String.class);
        call.context()
                .response()
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        version.filter(sha256::startsWith).isPresent() ? FOR_GOOD : ASK_AGAIN);
    }
}
