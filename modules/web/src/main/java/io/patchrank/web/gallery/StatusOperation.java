package io.patchrank.web.gallery;

import io.patchrank.api.bus.Addresses;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.SearchConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Operation;
import io.patchrank.web.security.Access;
import io.patchrank.web.security.Tokens;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/v1/status}. */
public final class StatusOperation implements Operation {
    private final PatchrankConfig config;
    private final Tokens tokens;

    public StatusOperation(PatchrankConfig config, Tokens tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    @Override
    public Future<?> run(Call call) {
        return status(call).compose(status -> call.json(200, status));
    }

    private Future<JsonObject> status(Call call) {
        JsonObject status = new JsonObject()
                .put(
                        "version",
                        Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                                .orElse("development"))
                .put("search", search())
                .put(
                        "upload",
                        new JsonObject()
                                .put("maxBytes", config.web().maxUpload().bytes()))
                .put("truth", !config.web().truth().isBlank())
                .put("watched", watched())
                .put("mayWrite", mayWrite(call));
        return call.ask(Addresses.GALLERY_STATUS, new JsonObject())
                .map(gallery -> status.put("gallery", gallery).put("ready", true))
                .otherwise(e -> status.put("ready", false))
                .map(s -> s.put(
                        "stages",
                        new JsonArray(config.stages().stream()
                                .sorted()
                                .map(Stage::key)
                                .map(name -> new JsonObject().put("name", name).put("up", true))
                                .toList())));
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
                .map(f -> f.toAbsolutePath().normalize().toString())
                .toList());
    }

    private boolean mayWrite(Call call) {
        String authorization = call.context().request().getHeader(HttpHeaders.AUTHORIZATION);
        return tokens.access(Optional.ofNullable(authorization)) == Access.WRITE;
    }
}
