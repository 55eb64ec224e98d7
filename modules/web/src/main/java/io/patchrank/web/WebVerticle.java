package io.patchrank.web;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.WebConfig;
import io.patchrank.web.contract.ApiDocument;
import io.patchrank.web.contract.BodyReader;
import io.patchrank.web.contract.RequestReader;
import io.patchrank.web.gallery.GalleryOperations;
import io.patchrank.web.gallery.StatusOperation;
import io.patchrank.web.http.Bus;
import io.patchrank.web.http.FailureAnswers;
import io.patchrank.web.http.Operation;
import io.patchrank.web.http.RequestIds;
import io.patchrank.web.http.RouteGroup;
import io.patchrank.web.http.UploadBudget;
import io.patchrank.web.page.PageFiles;
import io.patchrank.web.search.CompareOperation;
import io.patchrank.web.search.SearchOperation;
import io.patchrank.web.security.HostGuard;
import io.patchrank.web.security.OriginGuard;
import io.patchrank.web.security.SecurityHeaders;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stage: the HTTP API and the page. It only asks other stages; blocking work goes to worker threads. */
public final class WebVerticle extends VerticleBase {
    /** Filters and words in a query string, percent-encoded. */
    private static final int LONGEST_LINE = 1 << 16;

    private static final int LARGEST_HEADERS = 1 << 14;
    private static final int LARGEST_FIELD = 1 << 16;
    private static final int MOST_FIELDS = 32;

    private final PatchrankConfig config;
    private final List<RouteGroup> groups;
    private @Nullable HttpServer server;

    /** @param groups routes beside those of the API and the page */
    public WebVerticle(PatchrankConfig config, List<RouteGroup> groups) {
        this.config = config;
        this.groups = List.copyOf(groups);
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> Tokens.of(config.web()))
                .compose(tokens -> ApiDocument.load(vertx).map(document -> router(document, tokens)))
                .compose(this::listen);
    }

    private Router router(ApiDocument document, Tokens tokens) {
        WebConfig web = config.web();
        Bus bus = new Bus(vertx);
        UploadBudget budget =
                new UploadBudget(web.maxUpload().bytes(), web.uploadMemory().bytes());
        RequestReader reader = new RequestReader(document, new BodyReader(budget, web.uploadTimeout()), bus);
        Router router = Router.router(vertx);
        FailureAnswers failures = new FailureAnswers();
        List.of(400, 404, 405, 500).forEach(status -> router.errorHandler(status, failures));
        router.route().failureHandler(failures);
        router.route().handler(context -> {
            RequestIds.assign(context);
            context.next();
        });
        router.route().handler(new SecurityHeaders());
        router.route().handler(new HostGuard(web.host(), web.allowedHosts()));
        router.route().handler(new OriginGuard(web.allowedHosts()));
        new ApiRoutes(document, reader, tokens, operations(tokens)).mount(vertx, router);
        groups.forEach(group -> group.mount(vertx, router));
        new PageFiles().mount(vertx, router);
        return router;
    }

    private Map<String, Operation> operations(Tokens tokens) {
        GalleryOperations gallery = new GalleryOperations();
        Map<String, Operation> operations = new HashMap<>();
        operations.put("search", new SearchOperation());
        operations.put("compare", new CompareOperation());
        operations.put("listImages", gallery::list);
        operations.put("putImage", gallery::put);
        operations.put("getImage", gallery::get);
        operations.put("removeImage", gallery::remove);
        operations.put("retryImage", gallery::retry);
        operations.put("status", new StatusOperation(config, tokens));
        return operations;
    }

    private Future<?> listen(Router router) {
        WebConfig web = config.web();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(web.host())
                .setPort(web.port())
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxFormAttributeSize(LARGEST_FIELD)
                .setMaxFormFields(MOST_FIELDS);
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .onSuccess(listening -> server = listening)
                .recover(e -> Future.failedFuture(cannotListen(web, e)));
    }

    private static PatchrankException cannotListen(WebConfig web, Throwable cause) {
        String place = web.host() + ":" + web.port();
        return cause instanceof BindException
                ? new PatchrankException(
                        ErrorCode.CONFIG_INVALID,
                        "web.port",
                        place + " is in use; set web.port to a free one, 0 takes any",
                        cause)
                : new PatchrankException(
                        ErrorCode.CONFIG_INVALID, "web.host", place + " cannot be listened on: " + cause, cause);
    }

    /** Where people find the page; once the stage runs. */
    public String address() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("the web stage does not run");
        }
        String host = config.web().host();
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                + listening.actualPort() + "/";
    }

    @Override
    public Future<?> stop() {
        HttpServer stopping = server;
        return stopping == null ? Future.succeededFuture() : stopping.close();
    }
}
