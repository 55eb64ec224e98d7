package io.patchrank.pipeline.message;

import io.vertx.core.json.JsonObject;

/**
 * Asks for the nearest images of a global descriptor.
 *
 * @param filter in the form of {@code FilterJson}
 */
public record ShortlistRequest(float[] descriptor, int limit, JsonObject filter) {}
