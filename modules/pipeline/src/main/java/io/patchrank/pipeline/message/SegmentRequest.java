package io.patchrank.pipeline.message;

/** Asks for something to be done to a whole segment of the storage. */
public record SegmentRequest(long segment) {}
