package io.patchrank.pipeline;

import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.pipeline.compare.CompareDefaults;
import io.patchrank.pipeline.config.IndexConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.RerankConfig;
import io.patchrank.pipeline.config.SearchConfig;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.config.StoreConfig;
import io.patchrank.pipeline.config.WatchConfig;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.pipeline.data.ImportedModel;
import io.patchrank.pipeline.data.ShownFolders;
import io.patchrank.pipeline.decode.DecodeVerticle;
import io.patchrank.pipeline.extract.ExtractVerticle;
import io.patchrank.pipeline.index.CompactionSettings;
import io.patchrank.pipeline.index.IndexVerticle;
import io.patchrank.pipeline.rerank.RerankVerticle;
import io.patchrank.pipeline.search.SearchDefaults;
import io.patchrank.pipeline.search.SearchVerticle;
import io.patchrank.pipeline.store.StoreVerticle;
import io.patchrank.pipeline.watch.WatchVerticle;
import io.patchrank.rerank.CountJudgement;
import io.patchrank.rerank.EvidenceJudgement;
import io.patchrank.rerank.MutualNnOptions;
import io.patchrank.rerank.Rerankers;
import io.patchrank.rerank.stage.RerankStageOptions;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes each stage's verticle from the configuration. */
final class StageFactory {
    private static final String CUDA = "cuda";
    private static final int INGEST_PATIENCE = 10;
    /** As many as {@code evaluate} asks at once. */
    private static final int LEAST_QUERIES = 4;

    private static final Duration MODEL_PATIENCE = Duration.ofMinutes(2);

    private final PatchrankConfig config;
    private final CreditBoard board;
    private final Optional<DataFolder> data;
    private final NativeSource natives;
    private final Supplier<? extends VerticleBase> web;
    private final Persistence persistence;

    StageFactory(
            PatchrankConfig config,
            CreditBoard board,
            Optional<DataFolder> data,
            NativeSource natives,
            Supplier<? extends VerticleBase> web,
            Persistence persistence) {
        this.config = config;
        this.board = board;
        this.data = data;
        this.natives = natives;
        this.web = web;
        this.persistence = persistence;
    }

    VerticleBase verticle(Stage stage) {
        return switch (stage) {
            case WATCH -> new WatchVerticle(config.watch());
            case DECODE -> decode();
            case EXTRACT -> extract();
            case STORE -> store();
            case INDEX -> index();
            case RERANK -> rerank();
            case SEARCH -> search();
            case WEB -> web.get();
        };
    }

    private VerticleBase decode() {
        return new DecodeVerticle(
                interruptions -> natives.decoding(config, interruptions),
                board,
                config.decode().workers(),
                config.decode().queue(),
                config.decode().maxBytes().bytes(),
                ingestTimeout());
    }

    private VerticleBase extract() {
        return new ExtractVerticle(
                interruptions -> natives.extraction(config, interruptions),
                board,
                this::parallelism,
                config.extract().queue());
    }

    /** Asked of the model, since another process may have the device. */
    private ExtractVerticle.Parallelism parallelism(ModelInfo model) {
        boolean cuda = model.device().startsWith(CUDA);
        int configured = config.extract().workers();
        int automatic = cuda ? 1 : Runtime.getRuntime().availableProcessors();
        return new ExtractVerticle.Parallelism(
                configured > 0 ? configured : automatic, ConfiguredParts.batch(config.extract(), cuda));
    }

    private VerticleBase store() {
        DataFolder folder = data.orElseThrow();
        return new StoreVerticle(
                model -> persistence.features(folder.features(), ConfiguredStorage.of(config, model)),
                board,
                config.store().groupCommit(),
                MODEL_PATIENCE);
    }

    private VerticleBase index() {
        DataFolder folder = data.orElseThrow();
        IndexConfig index = config.index();
        return new IndexVerticle(
                () -> persistence.catalogue(folder.catalogue(), index.options()),
                () -> ShownFolders.open(folder, shown()),
                board,
                new IndexVerticle.Settings(
                        folder.uploads(),
                        index.commitInterval(),
                        index.commitBatch(),
                        2 * config.watch().outstanding(),
                        ingestTimeout(),
                        config.bus().requestTimeout(),
                        new CompactionSettings(
                                config.store().compactAbove(),
                                config.store().compactInterval(),
                                config.store().compactGrace())));
    }

    private List<Path> shown() {
        WatchConfig watch = config.watch();
        return Stream.concat(watch.folders().stream(), watch.shown().stream()).toList();
    }

    /** An image in ingest waits for those in front of it, in every stage; with a large network on a CPU that is minutes. */
    private Duration ingestTimeout() {
        return config.bus().requestTimeout().multipliedBy(INGEST_PATIENCE);
    }

    private VerticleBase rerank() {
        RerankConfig rerank = config.rerank();
        int scorers =
                rerank.threads() > 0 ? rerank.threads() : Runtime.getRuntime().availableProcessors();
        int readAhead = Math.max(1, rerank.maxPairs() / rerank.batch() - scorers);
        RerankStageOptions options = new RerankStageOptions(rerank.batch(), readAhead, scorers, rerank.queue());
        return new RerankVerticle(
                () -> {
                    TorchThreads.useCallingThreadOnly();
                    ComputeDevice device =
                            ComputeDevice.resolve(config.extract().device());
                    return Rerankers.standard(
                            device.toString(), mutualNn(), ConfiguredAmes.reranker(config, device, amesReads()));
                },
                ConfiguredStorage.forms(config.store()),
                options,
                board);
    }

    /** Codes where they are kept: the store has checked that the network takes them. */
    private LocalsForm amesReads() {
        return config.store().codes() == StoreConfig.Codes.NONE ? LocalsForm.DESCRIPTORS : LocalsForm.CODES;
    }

    private MutualNnOptions mutualNn() {
        RerankConfig.MutualNn configured = config.rerank().mutualNn();
        MutualNnOptions defaults = MutualNnOptions.DEFAULTS;
        // What was imported is of any number and length.
        Optional<ImportedModel> imported = ImportedModel.of(config.data());
        return new MutualNnOptions(
                (float) configured.threshold(),
                configured.weighting() == RerankConfig.Weighting.ATTENTION,
                defaults.saliency(),
                configured.score() == RerankConfig.Score.SHARE,
                imported.map(ImportedModel::maxLocals)
                        .orElse(config.model().locals().topK()),
                imported.isEmpty() && config.model().locals().normalise(),
                configured.score() == RerankConfig.Score.EVIDENCE
                        ? EvidenceJudgement.DEFAULTS
                        : CountJudgement.DEFAULTS);
    }

    private VerticleBase search() {
        SearchConfig search = config.search();
        SearchDefaults defaults = new SearchDefaults(
                search.limit(),
                search.maxLimit(),
                search.shortlist(),
                config.rerank().defaultName(),
                search.deadline());
        CompareDefaults comparisons =
                new CompareDefaults(config.rerank().mutualNn().threshold(), search.deadline());
        int automatic = Math.max(LEAST_QUERIES, 2 * Runtime.getRuntime().availableProcessors());
        int queue = search.queue() > 0 ? search.queue() : automatic;
        return new SearchVerticle(
                board, defaults, comparisons, queue, config.bus().requestTimeout());
    }
}
