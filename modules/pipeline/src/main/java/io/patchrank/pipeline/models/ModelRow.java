package io.patchrank.pipeline.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model of the registry and what is here of it.
 *
 * @param kind {@code backbone}, {@code reranker} or {@code detector}
 * @param licence SPDX identifier or words
 * @param page where to read about model and licence
 * @param file where it is or would be
 * @param size of the file in bytes, where known
 * @param sha256 that the file has or should have, where known
 * @param trust {@code published}, {@code first use} or {@code none}: where the digest is from
 * @param state {@code present}, {@code not downloaded} or {@code damaged}
 * @param problem what is wrong with a damaged one; else empty
 * @param partBytes what has arrived of a download that broke off
 * @param defaults how its authors use it, by name
 */
public record ModelRow(
        String name,
        String kind,
        String title,
        String licence,
        String page,
        List<String> sources,
        Path file,
        OptionalLong size,
        Optional<String> sha256,
        String trust,
        String state,
        String problem,
        long partBytes,
        Map<String, String> defaults) {
    public boolean isPresent() {
        return state.equals("present");
    }

    public boolean isDamaged() {
        return state.equals("damaged");
    }
}
