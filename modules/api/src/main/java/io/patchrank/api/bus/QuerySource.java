package io.patchrank.api.bus;

import io.patchrank.api.ImageId;

/** What a search looks for. */
public sealed interface QuerySource {
    /** The bytes of an image file. On the bus: field {@code image}, Base64. */
    record Bytes(byte[] bytes) implements QuerySource {}

    /** A file that the deciding process can read. On the bus: field {@code path}. */
    record File(String path) implements QuerySource {}

    /** An image of the gallery; it is left out of its own list. On the bus: field {@code id}. */
    record Gallery(ImageId id) implements QuerySource {}
}
