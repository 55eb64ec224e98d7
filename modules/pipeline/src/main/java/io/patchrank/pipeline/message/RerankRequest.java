package io.patchrank.pipeline.message;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks to re-rank a shortlist.
 *
 * @param keys features of the candidates, in global order
 * @param similarities of the candidates, same order
 * @param options of the re-ranker, by name
 * @param budget time until the best order so far is wanted
 * @param explained how many of the best are to be explained
 * @param progress where the orders before the last are wanted; empty when they are not
 */
public record RerankRequest(
        LocalDescriptors query,
        List<FeatureKey> keys,
        List<Float> similarities,
        String reranker,
        JsonObject options,
        Duration budget,
        int explained,
        Optional<Progress> progress) {}
