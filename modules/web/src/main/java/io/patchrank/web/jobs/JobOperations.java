package io.patchrank.web.jobs;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.CompactJson;
import io.patchrank.api.bus.FilterJson;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.WatchConfig;
import io.patchrank.pipeline.watch.ImageFiles;
import io.patchrank.web.http.Bus;
import io.patchrank.web.http.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The operations below {@code /api/v1/jobs}. Jobs live in this process; the last hundred are remembered. Event loop. */
public final class JobOperations {
    private static final int REMEMBERED = 100;
    private static final int RUNNING = 4;
    private static final int PAGE = 1000;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Bus bus;
    private final ImageFiles files;
    private final Consumer<JsonObject> changed;
    private final Deque<Job> jobs = new ArrayDeque<>();

    /**
     * @param rules which files of a folder are images
     * @param changed told of a job after every change
     */
    public JobOperations(Vertx vertx, Bus bus, WatchConfig rules, Consumer<JsonObject> changed) {
        this.vertx = vertx;
        this.bus = bus;
        this.files = new ImageFiles(rules);
        this.changed = changed;
    }

    /** {@code GET /api/v1/jobs}. */
    public Future<?> list(Call call) {
        return call.longJson(new JsonObject()
                .put("jobs", new JsonArray(jobs.stream().map(Job::toJson).toList())));
    }

    /** {@code GET /api/v1/jobs/{job}}. */
    public Future<?> get(Call call) {
        return call.json(200, find(call).toJson());
    }

    /** {@code DELETE /api/v1/jobs/{job}}. */
    public Future<?> cancel(Call call) {
        Job job = find(call);
        return job.cancel().compose(v -> call.json(200, job.toJson()));
    }

    /** {@code POST /api/v1/jobs}. */
    public Future<?> start(Call call) {
        String id = UUID.randomUUID().toString();
        return work(call, id).compose(work -> {
            if (jobs.stream().filter(Job::isRunning).count() >= RUNNING) {
                throw PatchrankException.overloaded("jobs", RETRY);
            }
            Job job = new Job(vertx, bus, id, work, j -> changed.accept(j.toJson()));
            jobs.addFirst(job);
            forget();
            job.run();
            call.context().response().putHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + id);
            return call.json(202, job.toJson());
        });
    }

    /** Cancels what runs; completes when nothing of it is in progress any more. */
    public Future<Void> stop() {
        return Future.join(jobs.stream().map(Job::cancel).toList()).mapEmpty();
    }

    private Job find(Call call) {
        String id = call.parameter("job", String.class);
        return jobs.stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND, id, "no such job; the last " + REMEMBERED + " are remembered"));
    }

    private void forget() {
        while (jobs.size() > REMEMBERED) {
            Optional<Job> oldest = Optional.empty();
            for (Job job : jobs) {
                oldest = job.isRunning() ? oldest : Optional.of(job);
            }
            oldest.ifPresent(jobs::remove);
        }
    }

    private Future<JobWork> work(Call call, String id) {
        JsonObject body = call.body();
        String type = body.getString("type");
        allow(
                body,
                switch (type) {
                    case "ingest" -> List.of("folder", "metadata");
                    case "compact" -> List.of();
                    default -> List.of("filter");
                });
        return switch (type) {
            case "ingest" -> ingest(call, body);
            case "compact" ->
                Future.succeededFuture(new JobWork(
                        type,
                        () -> Future.succeededFuture(List.of(new JsonObject())),
                        Addresses.GALLERY_COMPACT,
                        CompactJson::next));
            case "retry-rejected" -> {
                JsonObject filter = filter(body).orElseGet(JsonObject::new);
                yield Future.succeededFuture(new JobWork(
                        type,
                        () -> rows(id, filter, List.of("REJECTED"), row -> new JsonObject()
                                .put("path", row.getString("source"))
                                .put("retry", true)),
                        Addresses.GALLERY_PUT));
            }
            default -> {
                JsonObject filter = filter(body)
                        .orElseThrow(
                                () -> JsonFields.bad("filter", "say which images to remove; {} means all of them"));
                yield Future.succeededFuture(new JobWork(
                        type,
                        () -> rows(id, filter, List.of("PENDING", "INDEXED", "REJECTED"), row -> new JsonObject()
                                .put("id", row.getString("id"))),
                        Addresses.GALLERY_REMOVE));
            }
        };
    }

    private static void allow(JsonObject body, List<String> fields) {
        for (String field : body.fieldNames()) {
            if (!field.equals("type") && !fields.contains(field)) {
                throw JsonFields.bad(field, "a job of type " + body.getString("type") + " takes " + fields);
            }
        }
    }

    private static Optional<JsonObject> filter(JsonObject body) {
        Optional<JsonObject> filter = Optional.ofNullable(body.getJsonObject("filter"));
        filter.ifPresent(FilterJson::parse);
        return filter;
    }

    private Future<JobWork> ingest(Call call, JsonObject body) {
        String folder = Optional.ofNullable(body.getString("folder"))
                .orElseThrow(() -> JsonFields.bad("folder", "name the folder to take in"));
        JsonObject metadata = body.getJsonObject("metadata");
        return call.ask(Addresses.GALLERY_VISIBLE, new JsonObject().put("path", folder))
                .map(visible -> new JobWork(
                        "ingest",
                        () -> vertx.executeBlocking(() -> puts(visible.getString("path"), metadata), false),
                        Addresses.GALLERY_PUT));
    }

    private List<JsonObject> puts(String folder, @org.jspecify.annotations.Nullable JsonObject metadata) {
        return files.of(List.of(Path.of(folder))).stream()
                .map(file -> {
                    JsonObject put = new JsonObject().put("path", file.toString());
                    return metadata == null ? put : put.put("metadata", metadata);
                })
                .toList();
    }

    private interface RowRequest {
        JsonObject of(JsonObject row);
    }

    /** A request for each row, in the order of their ids. */
    private Future<List<JsonObject>> rows(String job, JsonObject filter, List<String> states, RowRequest request) {
        return page(job, filter, states, request, Optional.empty(), new ArrayList<>());
    }

    private Future<List<JsonObject>> page(
            String job,
            JsonObject filter,
            List<String> states,
            RowRequest request,
            Optional<String> after,
            List<JsonObject> found) {
        JsonObject body = new JsonObject()
                .put("states", new JsonArray(states))
                .put("filter", filter)
                .put("limit", PAGE);
        after.ifPresent(id -> body.put("after", id));
        return bus.ask(Addresses.GALLERY_LIST, body, job).compose(page -> {
            page.getJsonArray("images").forEach(row -> found.add(request.of((JsonObject) row)));
            Optional<String> next = Optional.ofNullable(page.getString("next"));
            return next.isPresent() ? page(job, filter, states, request, next, found) : Future.succeededFuture(found);
        });
    }
}
