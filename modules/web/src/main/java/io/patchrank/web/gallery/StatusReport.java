package io.patchrank.web.gallery;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.SearchConfig;
import io.patchrank.web.http.Bus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs here, as {@code Status} of the document has it. What cannot be told now is left out. */
public final class StatusReport {
    private final PatchrankConfig config;
    private final Bus bus;

    public StatusReport(PatchrankConfig config, Bus bus) {
        this.config = config;
        this.bus = bus;
    }

    /** Never fails. */
    public Future<JsonObject> now(String requestId) {
        JsonObject status = new JsonObject()
                .put("version", version())
                .put("search", search())
                .put(
                        "upload",
                        new JsonObject()
                                .put("maxBytes", config.web().maxUpload().bytes()))
                .put("truth", !config.web().truth().isBlank())
                .put("watched", watched());
        Future<?> gallery = bus.ask(Addresses.GALLERY_STATUS, new JsonObject(), requestId)
                .onSuccess(counts -> status.put("gallery", counts));
        Future<?> readiness = bus.askHere(Addresses.READINESS, new JsonObject(), requestId)
                .onSuccess(r -> status.put("ready", r.getBoolean("ready")).put("stages", r.getJsonArray("stages")))
                .onFailure(e -> status.put("ready", false).put("stages", new JsonArray()));
        Future<?> model = bus.ask(Addresses.MODEL, new JsonObject(), requestId)
                .onSuccess(m -> status.put(
                        "model",
                        new JsonObject()
                                .put("name", m.getString("name"))
                                .put("fingerprint", m.getString("fingerprint"))
                                .put("device", m.getString("device"))));
        return Future.join(readiness, gallery, model).transform(v -> Future.succeededFuture(status));
    }

    private static String version() {
        return Optional.ofNullable(StatusReport.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private JsonObject search() {
        SearchConfig search = config.search();
        List<String> rerankers = new ArrayList<>(List.of("none", "mutual-nn"));
        if (!config.rerank().ames().weights().isBlank()) {
            rerankers.add("ames");
        }
        return new JsonObject()
                .put("limit", search.limit())
                .put("maxLimit", search.maxLimit())
                .put("shortlist", search.shortlist())
                .put("rerank", config.rerank().defaultName())
                .put("rerankers", new JsonArray(rerankers))
                .put("deadlineMs", search.deadline().toMillis());
    }

    private JsonArray watched() {
        return new JsonArray(config.watch().folders().stream()
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .map(Path::toString)
                .toList());
    }
}
