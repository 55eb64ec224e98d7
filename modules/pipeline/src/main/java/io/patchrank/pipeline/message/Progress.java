package io.patchrank.pipeline.message;

/**
 * Where better and better orders of a query are wanted.
 *
 * @param address of the search stage that asks
 * @param query its number there
 */
public record Progress(String address, long query) {}
