package io.patchrank.pipeline.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of weights, read.
 *
 * @param sha256 of its bytes now
 * @param tensors what is inside; empty for a format that is not read
 */
public record ModelContent(Path file, long size, String sha256, Optional<Tensors> tensors) {
    /**
     * @param count tensors
     * @param parameters numbers in all of them
     * @param types tensors of each element type
     * @param looksLike networks that have such tensors
     */
    public record Tensors(int count, long parameters, Map<String, Integer> types, List<String> looksLike) {}
}
