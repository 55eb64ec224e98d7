package io.patchrank.pipeline.config;

/**
 * Where models of the registry are kept. Not part of what a gallery is made with: the same weights are the same
 * wherever they lie.
 *
 * @param folder into which {@code models pull} puts them; empty means {@code patchrank/models} in the user's cache
 *     folder ({@code XDG_CACHE_HOME}, {@code ~/.cache})
 * @param offline folder that holds the publishers' files, taken in place of the network; empty means the network
 */
public record ModelsConfig(
        @Default("") String folder, @Default("") String offline) {}
