package io.patchrank.api.bus;

import io.patchrank.api.feature.ModelInfo;
import io.vertx.core.json.JsonObject;

/** The JSON form of a model, as {@link Addresses#MODEL} answers it. */
public final class ModelJson {
    private ModelJson() {}

    public static JsonObject of(ModelInfo model) {
        return new JsonObject()
                .put("name", model.name())
                .put("fingerprint", model.fingerprint())
                .put("device", model.device())
                .put("globalDimension", model.globalDimension())
                .put("localDimension", model.localDimension())
                .put("maxLocals", model.maxLocals())
                .put("longestSide", model.input().longestSide())
                .put("patch", model.input().patchSize());
    }
}
