package io.patchrank.pipeline.message;

/** Asks for a file's {@code ImageContent} without decoding it. */
public record HashRequest(String path) {}
