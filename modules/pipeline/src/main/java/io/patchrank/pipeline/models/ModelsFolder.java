package io.patchrank.pipeline.models;

import io.patchrank.pipeline.config.ModelsConfig;
import java.nio.file.Path;
import java.util.Map;

/** Where the models of a configuration lie. */
public final class ModelsFolder {
    private ModelsFolder() {}

    /** @param environment of the process, for the user's cache folder */
    public static Path of(ModelsConfig config, Map<String, String> environment) {
        if (!config.folder().isEmpty()) {
            return Path.of(config.folder());
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification has relative ones ignored.
        Path base = !cache.isEmpty() && Path.of(cache).isAbsolute()
                ? Path.of(cache)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("patchrank").resolve("models");
    }
}
