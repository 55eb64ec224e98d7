package io.patchrank.pipeline.message;

import io.patchrank.api.feature.StoredSegment;
import java.util.List;

/** What a storage consists of. */
public record SegmentsReply(List<StoredSegment> segments) {}
