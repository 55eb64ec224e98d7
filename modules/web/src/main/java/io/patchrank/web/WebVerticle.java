package io.patchrank.web;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.DataSize;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.WebConfig;
import io.patchrank.web.bridge.SockJsBridge;
import io.patchrank.web.contract.ApiDocument;
import io.patchrank.web.contract.BodyReader;
import io.patchrank.web.contract.RequestReader;
import io.patchrank.web.events.EventHub;
import io.patchrank.web.gallery.GalleryOperations;
import io.patchrank.web.gallery.PictureOperations;
import io.patchrank.web.gallery.StatusReport;
import io.patchrank.web.http.Bus;
import io.patchrank.web.http.FailureAnswers;
import io.patchrank.web.http.HttpAddress;
import io.patchrank.web.http.InvalidRequests;
import io.patchrank.web.http.MemoryBudget;
import io.patchrank.web.http.Operation;
import io.patchrank.web.http.RequestIds;
import io.patchrank.web.http.StreamLimit;
import io.patchrank.web.jobs.JobOperations;
import io.patchrank.web.ops.OperationsRoutes;
import io.patchrank.web.page.PageFiles;
import io.patchrank.web.search.CompareOperation;
import io.patchrank.web.search.SearchOperation;
import io.patchrank.web.search.TruthOfAnswers;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.HostGuard;
import io.patchrank.web.security.OriginGuard;
import io.patchrank.web.security.SecurityHeaders;
import io.patchrank.web.security.SingleAuthorization;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stage: the HTTP API and the page. It only asks other stages; blocking work goes to worker threads. */
public final class WebVerticle extends VerticleBase {
    /** Longer than any answer takes; streams of events are never as silent. */
    private static final Duration LONGEST_SILENCE = BusClient.PATIENCE.plusMinutes(1);
    /** For requests in progress when the stage stops. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Filters and words in a query string, percent-encoded. */
    private static final int LONGEST_LINE = 1 << 16;

    private static final int LARGEST_HEADERS = 1 << 14;
    private static final int LARGEST_FIELD = 1 << 16;
    private static final int MOST_FIELDS = 32;
    /** Statuses with which vertx-web itself refuses. */
    private static final List<Integer> HANDLED = List.of(400, 404, 405, 413, 415, 500);

    private final PatchrankConfig config;
    private @Nullable HttpServer server;
    /** Ends what would not end by itself. */
    private Supplier<Future<?>> ending = Future::succeededFuture;

    public WebVerticle(PatchrankConfig config) {
        this.config = config;
    }

    /** What is read before the first request, on a worker thread. */
    private record Read(Tokens tokens, TruthOfAnswers truth) {}

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> new Read(
                        Tokens.of(config.web()),
                        TruthOfAnswers.read(config.web().truth(), config.watch().folders())))
                .compose(read -> ApiDocument.load(vertx).compose(document -> serve(document, read)));
    }

    private Future<?> serve(ApiDocument document, Read read) {
        Bus bus = new Bus(vertx);
        StreamLimit streams = new StreamLimit(config.web().maxStreams());
        EventHub opened = new EventHub(vertx, new StatusReport(config, bus), read.tokens(), streams);
        JobOperations jobs = new JobOperations(vertx, bus, config.watch(), opened::job);
        ending = () -> Future.join(jobs.stop(), opened.stop());
        Map<String, Operation> operations = operations(opened, jobs, new SearchOperation(streams, read.truth()));
        Router router =
                router(new ApiRoutes(document, reader(document, bus), read.tokens(), operations), read.tokens());
        return opened.start().compose(v -> listen(router));
    }

    private RequestReader reader(ApiDocument document, Bus bus) {
        WebConfig web = config.web();
        MemoryBudget budget =
                new MemoryBudget(web.maxUpload().bytes(), web.uploadMemory().bytes());
        return new RequestReader(document, new BodyReader(budget, web.uploadTimeout()), bus);
    }

    /** For bodies of any size: a large one has it to itself. */
    private static MemoryBudget memory(DataSize size) {
        return new MemoryBudget(size.bytes(), size.bytes());
    }

    private Router router(ApiRoutes api, Tokens tokens) {
        WebConfig web = config.web();
        Router router = Router.router(vertx);
        FailureAnswers failures = new FailureAnswers();
        HANDLED.forEach(status -> router.errorHandler(status, failures.of(status)));
        router.route().failureHandler(failures);
        router.route().handler(context -> {
            RequestIds.assign(context);
            context.next();
        });
        router.route().handler(new SecurityHeaders());
        router.route().handler(new HostGuard(web.host(), web.allowedHosts()));
        router.route().handler(new OriginGuard(web.allowedHosts()));
        router.route().handler(new SingleAuthorization());
        api.mount(router);
        if (web.sockjs().enabled()) {
            new SockJsBridge(web, tokens).mount(vertx, router);
        }
        new OperationsRoutes(authorization -> tokens.access(authorization) != Access.NONE).mount(vertx, router);
        new PageFiles().mount(router);
        return router;
    }

    private Map<String, Operation> operations(EventHub opened, JobOperations jobs, SearchOperation search) {
        GalleryOperations gallery = new GalleryOperations();
        PictureOperations pictures = new PictureOperations(
                config.web().thumbnails().bytes(), memory(config.web().uploadMemory()));
        return Map.ofEntries(
                Map.entry("search", search),
                Map.entry("compare", new CompareOperation()),
                Map.entry("listImages", gallery::list),
                Map.entry("putImage", gallery::put),
                Map.entry("getImage", gallery::get),
                Map.entry("removeImage", gallery::remove),
                Map.entry("retryImage", gallery::retry),
                Map.entry("imageFile", pictures::file),
                Map.entry("imageThumbnail", pictures::thumbnail),
                Map.entry("status", opened::status),
                Map.entry("events", opened::events),
                Map.entry("listJobs", jobs::list),
                Map.entry("startJob", jobs::start),
                Map.entry("getJob", jobs::get),
                Map.entry("cancelJob", jobs::cancel));
    }

    private Future<?> listen(Router router) {
        WebConfig web = config.web();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(web.host())
                .setPort(web.port())
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                // The largest frame is that of the wire: what it unpacks to would have no bound.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) LONGEST_SILENCE.toMillis())
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setMaxFormAttributeSize(LARGEST_FIELD)
                .setMaxFormFields(MOST_FIELDS);
        InvalidRequests invalid = new InvalidRequests();
        return vertx.createHttpServer(options)
                .requestHandler(invalid.orElse(router))
                .invalidRequestHandler(invalid)
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
        return HttpAddress.of(config.web().host(), listening.actualPort(), "/").toString();
    }

    @Override
    public Future<?> stop() {
        HttpServer stopping = server;
        return ending.get()
                .eventually(() -> stopping == null
                        ? Future.succeededFuture()
                        : stopping.shutdown(GRACE.toMillis(), TimeUnit.MILLISECONDS));
    }
}
