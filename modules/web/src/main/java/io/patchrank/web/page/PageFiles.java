package io.patchrank.web.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path. A name is letters, digits, and single dots, dashes or slashes between
 * them, so none leads out of the folder.
 */
public final class PageFiles {
    private static final String FOLDER = "/io/patchrank/web/page/";
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:[.-][A-Za-z0-9_-]+)*\\.([a-z0-9]+)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");

    private record PageFile(String type, String etag, byte[] bytes) {}

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    public void mount(Router router) {
        router.route("/")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> serve(context, "index.html"));
        router.routeWithRegex("/[A-Za-z0-9._/-]+")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> serve(context, context.normalizedPath().substring(1)));
    }

    private void serve(RoutingContext context, String name) {
        PageFile known = files.get(name);
        Matcher form = NAME.matcher(name);
        if (known != null) {
            answer(context, known);
        } else if (form.matches() && TYPES.containsKey(form.group(1))) {
            context.vertx()
                    .executeBlocking(() -> read(name, TYPES.get(form.group(1))), false)
                    .onSuccess(read -> read.ifPresentOrElse(file -> keep(context, name, file), context::next))
                    .onFailure(context::fail);
        } else {
            context.next();
        }
    }

    /** Only what is there is kept: names that are not have no end. */
    private void keep(RoutingContext context, String name, PageFile file) {
        files.put(name, file);
        answer(context, file);
    }

    private static Optional<PageFile> read(String name, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Optional.of(new PageFile(type, '"' + HexFormat.of().formatHex(digest, 0, 12) + '"', bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void answer(RoutingContext context, PageFile file) {
        context.response().putHeader(HttpHeaders.ETAG, file.etag()).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(Buffer.buffer(file.bytes()));
        }
    }
}
