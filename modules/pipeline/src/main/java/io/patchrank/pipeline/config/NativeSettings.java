package io.patchrank.pipeline.config;

import java.nio.file.Path;

/** What decoding and extraction need of a configuration, and no more: a child process learns no token. */
public record NativeSettings(
        Path data, DecodeConfig decode, ExtractConfig extract, ModelConfig model, ModelsConfig models) {
    public static NativeSettings of(PatchrankConfig config) {
        return new NativeSettings(
                config.data().toAbsolutePath(), config.decode(), config.extract(), config.model(), config.models());
    }
}
