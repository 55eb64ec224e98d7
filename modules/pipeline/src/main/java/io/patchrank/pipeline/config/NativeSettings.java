package io.patchrank.pipeline.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What decoding and extraction need of a configuration, and no more: a child process learns no token. */
public record NativeSettings(
        Path data, DecodeConfig decode, ExtractConfig extract, ModelConfig model, ModelsConfig models) {
    public static NativeSettings of(PatchrankConfig config) {
        return new NativeSettings(
                config.data().toAbsolutePath(), config.decode(), config.extract(), config.model(), config.models());
    }

    /** These, and the defaults of everything else. */
    public PatchrankConfig config() {
        PatchrankConfig others =
                LoadedConfig.load(Optional.empty(), Map.of(), Map.of()).config();
        return new PatchrankConfig(
                data,
                others.stages(),
                others.watch(),
                decode,
                extract,
                others.isolation(),
                model,
                models,
                others.store(),
                others.index(),
                others.search(),
                others.rerank(),
                others.bus(),
                others.web(),
                others.operations(),
                others.log());
    }
}
