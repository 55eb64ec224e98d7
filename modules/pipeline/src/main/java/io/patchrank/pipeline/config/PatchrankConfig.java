package io.patchrank.pipeline.config;

import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration of a process. {@code configs/all-in-one.yaml} holds every key with its default.
 *
 * @param data folder of everything that patchrank keeps
 * @param stages that this process runs
 */
public record PatchrankConfig(
        @Default("./patchrank-data") Path data,

        @Default("watch,decode,extract,store,index,search,rerank,web") @NotEmpty
        Set<Stage> stages,

        WatchConfig watch,
        DecodeConfig decode,
        ExtractConfig extract,
        IsolationConfig isolation,
        ModelConfig model,
        ModelsConfig models,
        StoreConfig store,
        IndexConfig index,
        SearchConfig search,
        RerankConfig rerank,
        BusConfig bus,
        WebConfig web,
        OperationsConfig operations,
        LogConfig log) {
    public PatchrankConfig {
        stages = Set.copyOf(stages);
        if (store.codes() != StoreConfig.Codes.NONE && rerank.ames().weights().isBlank()) {
            throw new IllegalArgumentException(
                    "store.codes needs a projection, but rerank.ames.weights names no checkpoint; name a binary one");
        }
        if (store.codes() == StoreConfig.Codes.ONLY && rerank.defaultName().equals("mutual-nn")) {
            throw new IllegalArgumentException(
                    "store.codes is only, but rerank.default is mutual-nn, which reads descriptors; set it to ames or"
                            + " none, or keep the codes beside");
        }
    }

    /**
     * Reads the configuration of this process: {@code overrides} before {@code PATCHRANK_…} environment variables before
     * the file before the defaults.
     *
     * @param yaml the file, if there is one
     * @param overrides by key, as {@code search.limit} to {@code 50}
     * @throws io.patchrank.api.error.PatchrankException {@code CONFIG_INVALID} with one line for every mistake
     */
    public static PatchrankConfig load(Optional<Path> yaml, Map<String, String> overrides) {
        return LoadedConfig.load(yaml, System.getenv(), overrides).config();
    }

    /** The same for a process that runs these stages. */
    public PatchrankConfig withStages(Set<Stage> others) {
        return with(others, watch, bus);
    }

    public PatchrankConfig withWatch(WatchConfig other) {
        return with(stages, other, bus);
    }

    public PatchrankConfig withBus(BusConfig other) {
        return with(stages, watch, other);
    }

    private PatchrankConfig with(Set<Stage> itsStages, WatchConfig itsWatch, BusConfig itsBus) {
        return new PatchrankConfig(
                data,
                itsStages,
                itsWatch,
                decode,
                extract,
                isolation,
                model,
                models,
                store,
                index,
                search,
                rerank,
                itsBus,
                web,
                operations,
                log);
    }
}
