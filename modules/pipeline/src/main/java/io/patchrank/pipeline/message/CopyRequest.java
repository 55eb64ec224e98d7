package io.patchrank.pipeline.message;

import io.patchrank.api.feature.FeatureKey;
import java.util.List;

/** Asks to keep what is kept under these keys once more; answered by {@link CopyReply} once it is on disk. */
public record CopyRequest(List<FeatureKey> keys) {}
