package io.patchrank.pipeline.message;

/** A better order of a query still being re-ranked; answered when it was passed on, or {@code CANCELLED}. */
public record Improved(long query, RerankReply order) {}
