package io.patchrank.pipeline.message;

import io.patchrank.api.feature.FeatureKey;
import java.util.List;

/** @param keys of the copies, in request order */
public record CopyReply(List<FeatureKey> keys) {}
