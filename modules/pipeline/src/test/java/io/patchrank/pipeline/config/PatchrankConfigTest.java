package io.patchrank.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.index.ApproximateSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchrankConfigTest {
    /** The tests run in their module's folder. */
    private static final Path ALL_IN_ONE = Path.of("../../configs/all-in-one.yaml");

    @Test
    void defaults() {
        PatchrankConfig config = load(Optional.empty(), Map.of(), Map.of()).config();

        assertThat(config.data()).isEqualTo(Path.of("./patchrank-data"));
        assertThat(config.stages()).containsExactlyInAnyOrder(Stage.values());
        assertThat(config.watch())
                .isEqualTo(new WatchConfig(
                        List.of(),
                        List.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff", "gif"),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        64,
                        false,
                        List.of()));
        assertThat(config.decode())
                .isEqualTo(new DecodeConfig(1, 32, 50_000_000, new DataSize(256L << 20), false, false));
        assertThat(config.extract())
                .isEqualTo(new ExtractConfig("auto", 0, 0, ExtractConfig.Precision.FLOAT32, 64, false));
        assertThat(config.isolation()).isEqualTo(new IsolationConfig(DataSize.parse("512MB"), Duration.ofMinutes(2)));
        assertThat(config.model())
                .isEqualTo(new ModelConfig(
                        "embedded",
                        322,
                        new ModelConfig.Global(List.of("cls:7", "gem:6", "gem:7"), 3, 256, "embedded"),
                        new ModelConfig.Locals(
                                7,
                                ModelConfig.Facet.TOKEN,
                                ModelConfig.Selection.ATTENTION,
                                7,
                                "none",
                                256,
                                true,
                                List.of(1.0))));
        assertThat(config.models()).isEqualTo(new ModelsConfig("", ""));
        assertThat(config.store())
                .isEqualTo(new StoreConfig(
                        StoreConfig.Precision.FLOAT16,
                        1000,
                        Duration.ofMillis(10),
                        StoreConfig.Codes.NONE,
                        50,
                        0.2,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10)));
        assertThat(config.index())
                .isEqualTo(new IndexConfig(50_000, ApproximateSearch.IVF, 0.1, 16, 100, Duration.ofMillis(500), 64));
        assertThat(config.search()).isEqualTo(new SearchConfig(20, 1000, 100, Duration.ofSeconds(10), 0));
        assertThat(config.rerank())
                .isEqualTo(new RerankConfig(
                        "mutual-nn",
                        0,
                        32,
                        512,
                        64,
                        new RerankConfig.MutualNn(0.65, RerankConfig.Weighting.NONE, RerankConfig.Score.EVIDENCE),
                        new RerankConfig.Ames(
                                "",
                                RerankConfig.Preset.AUTO,
                                "preset",
                                "preset",
                                600,
                                50,
                                new DataSize(256L << 20),
                                2,
                                RerankConfig.Activation.RELU)));
        assertThat(config.bus())
                .isEqualTo(new BusConfig(
                        Duration.ofSeconds(60),
                        new BusConfig.Bridge(
                                false,
                                "127.0.0.1",
                                0,
                                DataSize.parse("64MB"),
                                List.of(
                                        "patchrank.search",
                                        "patchrank.compare",
                                        "patchrank.gallery.get",
                                        "patchrank.gallery.list",
                                        "patchrank.gallery.status",
                                        "patchrank.gallery.picture",
                                        "patchrank.model"),
                                new Secret("")),
                        new BusConfig.Cluster(false, "127.0.0.1", 5701, 0, "", List.of())));
        assertThat(config.web())
                .isEqualTo(new WebConfig(
                        "127.0.0.1",
                        8080,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        DataSize.parse("64MB"),
                        DataSize.parse("256MB"),
                        Duration.ofSeconds(60),
                        DataSize.parse("64MB"),
                        64,
                        "",
                        new WebConfig.SockJs(
                                false,
                                List.of(
                                        "patchrank.search",
                                        "patchrank.compare",
                                        "patchrank.gallery.get",
                                        "patchrank.gallery.list",
                                        "patchrank.gallery.status",
                                        "patchrank.gallery.picture",
                                        "patchrank.model"))));
        assertThat(config.operations())
                .isEqualTo(new OperationsConfig("127.0.0.1", 0, DataSize.parse("256MB"), Duration.ofSeconds(30)));
        assertThat(config.log())
                .isEqualTo(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN, Duration.ofSeconds(5)));
    }

    @Test
    void fullMapping(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("full.yaml"), FULL);

        PatchrankConfig config = load(Optional.of(file), Map.of(), Map.of()).config();

        assertThat(config)
                .isEqualTo(new PatchrankConfig(
                        Path.of("/srv/patchrank"),
                        Set.of(Stage.SEARCH, Stage.RERANK),
                        new WatchConfig(
                                List.of(Path.of("/photos, old"), Path.of("new")),
                                List.of("png"),
                                false,
                                Duration.ofMillis(250),
                                Duration.ofMinutes(2),
                                4,
                                true,
                                List.of(Path.of("/albums"))),
                        new DecodeConfig(2, 8, 1_000_000, new DataSize(512 << 10), true, true),
                        new ExtractConfig("cuda:1", 3, 4, ExtractConfig.Precision.BFLOAT16, 5, true),
                        new IsolationConfig(DataSize.parse("1GB"), Duration.ofSeconds(30)),
                        new ModelConfig(
                                "vitb14.safetensors",
                                518,
                                new ModelConfig.Global(List.of("mean:11"), 2.5, 99, "none"),
                                new ModelConfig.Locals(
                                        11,
                                        ModelConfig.Facet.KEY,
                                        ModelConfig.Selection.DETECTOR,
                                        10,
                                        "detector.safetensors",
                                        700,
                                        false,
                                        List.of(0.7071, 1.0))),
                        new ModelsConfig("/srv/models", "/media/stick"),
                        new StoreConfig(
                                StoreConfig.Precision.FLOAT32,
                                50,
                                Duration.ofMillis(5),
                                StoreConfig.Codes.ONLY,
                                30,
                                0.5,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(3)),
                        new IndexConfig(10, ApproximateSearch.HNSW, 0.5, 32, 200, Duration.ofSeconds(1), 7),
                        new SearchConfig(5, 50, 60, Duration.ofHours(1), 9),
                        new RerankConfig(
                                "none",
                                2,
                                16,
                                64,
                                3,
                                new RerankConfig.MutualNn(
                                        0.5, RerankConfig.Weighting.ATTENTION, RerankConfig.Score.SHARE),
                                new RerankConfig.Ames(
                                        "ames.safetensors",
                                        RerankConfig.Preset.CVNET_DIST,
                                        "0.4",
                                        "1.5",
                                        700,
                                        100,
                                        new DataSize(1 << 20),
                                        4,
                                        RerankConfig.Activation.GELU)),
                        new BusConfig(
                                Duration.ofDays(1),
                                new BusConfig.Bridge(
                                        true,
                                        "0.0.0.0",
                                        7000,
                                        DataSize.parse("1MB"),
                                        List.of("patchrank.gallery.put"),
                                        new Secret("0123456789abcdef")),
                                new BusConfig.Cluster(
                                        true,
                                        "10.0.0.2",
                                        5702,
                                        5703,
                                        "box.example",
                                        List.of("10.0.0.3:5701", "10.0.0.4"))),
                        new WebConfig(
                                "0.0.0.0",
                                81,
                                List.of("photos.example"),
                                List.of(new Secret("0123456789abcdef"), new Secret("@/run/secrets/read")),
                                List.of(new Secret("@/run/secrets/write")),
                                false,
                                DataSize.parse("1MB"),
                                DataSize.parse("3MB"),
                                Duration.ofSeconds(5),
                                DataSize.parse("2MB"),
                                7,
                                "groups.json",
                                new WebConfig.SockJs(true, List.of("patchrank.search"))),
                        new OperationsConfig("0.0.0.0", 9090, DataSize.parse("1GB"), Duration.ofMinutes(1)),
                        new LogConfig(LogConfig.Format.JSON, LogConfig.Level.DEBUG, Duration.ofSeconds(2))));
    }

    @Test
    void fullMappingChangesEveryKey(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("full.yaml"), FULL);
        Map<String, String> defaults = texts(load(Optional.empty(), Map.of(), Map.of()));

        Map<String, String> changed = texts(load(Optional.of(file), Map.of(), Map.of()));
        // Cannot be true beside read tokens.
        changed.remove("web.allow-anonymous");

        assertThat(changed).allSatisfy((key, text) -> assertThat(text).as(key).isNotEqualTo(defaults.get(key)));
    }

    @Test
    void allInOneFileHoldsEveryKeyWithItsDefault() {
        LoadedConfig file = load(Optional.of(ALL_IN_ONE), Map.of(), Map.of());

        assertThat(file.settings())
                .allSatisfy(s -> assertThat(s.origin()).as(s.key()).startsWith("line "));
        assertThat(file.config())
                .isEqualTo(load(Optional.empty(), Map.of(), Map.of()).config());
    }

    @Test
    void flagsWinOverEnvironmentOverFileOverDefaults(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "search:\n  limit: 1\n  shortlist: 2\n  queue: 3\n");

        LoadedConfig loaded = load(
                Optional.of(file),
                Map.of("PATCHRANK_SEARCH_LIMIT", "10", "PATCHRANK_SEARCH_SHORTLIST", "20"),
                Map.of("search.limit", "100"));

        SearchConfig search = loaded.config().search();
        assertThat(List.of(search.limit(), search.shortlist(), search.queue(), search.maxLimit()))
                .containsExactly(100, 20, 3, 1000);
        assertThat(loaded.settings())
                .filteredOn(s -> s.key().startsWith("search."))
                .extracting(Setting::origin)
                .containsExactly(
                        "command line",
                        "default",
                        "environment variable PATCHRANK_SEARCH_SHORTLIST",
                        "default",
                        "line 4");
    }

    @Test
    void tokensAreShownToNobody() {
        LoadedConfig loaded = load(Optional.empty(), Map.of(), Map.of("bus.bridge.token", "0123456789abcdef"));

        assertThat(loaded.config().bus().bridge().token()).isEqualTo(new Secret("0123456789abcdef"));
        assertThat(loaded.settings()).noneMatch(setting -> setting.shown().contains("0123"));
        assertThat(load(Optional.empty(), Map.of(), Map.of()).settings())
                .allSatisfy(setting -> assertThat(setting.shown()).isEqualTo(setting.text()));
    }

    @Test
    void listsInTextAreSplitAtCommas() {
        LoadedConfig loaded = load(
                Optional.empty(),
                Map.of("PATCHRANK_WATCH_FOLDERS", "/a, /b", "PATCHRANK_BUS_CLUSTER_MEMBERS", ""),
                Map.of("stages", "search"));

        assertThat(loaded.config().watch().folders()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(loaded.config().bus().cluster().members()).isEmpty();
        assertThat(loaded.config().stages()).containsExactly(Stage.SEARCH);
    }

    @Test
    void foreignAndReservedVariablesAreIgnored() {
        Map<String, String> environment =
                Map.of("PATH", "/bin", "PATCHRANK_JAVA_OPTS", "-Xmx1g", "PATCHRANK_SHARED", "/shared");

        assertThat(load(Optional.empty(), environment, Map.of()).settings())
                .allSatisfy(s -> assertThat(s.origin()).isEqualTo("default"));
    }

    @Test
    void environmentNamesAreUnique() {
        assertThat(ConfigKey.of(PatchrankConfig.class))
                .extracting(ConfigKey::environmentName)
                .doesNotHaveDuplicates()
                .contains("PATCHRANK_RERANK_MUTUAL_NN_THRESHOLD");
    }

    @Test
    void emptySectionIsLeftAtItsDefaults(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "search:\n#  limit: 1\n");

        assertThat(load(Optional.of(file), Map.of(), Map.of()).config().search().limit())
                .isEqualTo(20);
    }

    @Test
    void emptyFileIsAllDefaults(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "# nothing\n");

        assertThat(load(Optional.of(file), Map.of(), Map.of()).config())
                .isEqualTo(load(Optional.empty(), Map.of(), Map.of()).config());
    }

    private static LoadedConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        return LoadedConfig.load(file, environment, overrides);
    }

    private static Map<String, String> texts(LoadedConfig config) {
        Map<String, String> texts = new LinkedHashMap<>();
        config.settings().forEach(s -> texts.put(s.key(), s.text()));
        return texts;
    }

    private static final String FULL = """
        data: /srv/patchrank
        stages: [search, rerank]
        watch:
          folders: ["/photos, old", new]
          extensions: [png]
          recursive: false
          settle: 250ms
          rescan: 2m
          outstanding: 4
          follow-links: true
          shown: [/albums]
        decode: {workers: 2, queue: 8, max-pixels: 1_000_000, max-bytes: 512KB, reduced: true, isolated: true}
        extract: {device: "cuda:1", workers: 3, batch: 4, precision: bfloat16, queue: 5, isolated: true}
        isolation: {heap: 1GB, image-timeout: 30s}
        model:
          weights: vitb14.safetensors
          longest-side: 518
          global: {parts: ["mean:11"], gem-power: 2.5, whitened-dimensions: 99, whitening: none}
          locals:
            layer: 11
            facet: key
            selection: detector
            attention-layer: 10
            detector: detector.safetensors
            top-k: 700
            normalise: false
            scales: [0.7071, 1]
        models: {folder: /srv/models, offline: /media/stick}
        store:
            precision: float32
            segment-images: 50
            group-commit: 5ms
            codes: only
            code-descriptors: 30
            compact-above: 0.5
            compact-interval: 1m
            compact-grace: 3s
        index:
          exact-below: 10
          method: hnsw
          ivf-probe: 0.5
          hnsw-connections: 32
          hnsw-beam: 200
          commit-interval: 1s
          commit-batch: 7
        search: {limit: 5, max-limit: 50, shortlist: 60, deadline: 1h, queue: 9}
        rerank:
          default: none
          threads: 2
          batch: 16
          max-pairs: 64
          queue: 3
          mutual-nn: {threshold: 0.5, weighting: attention, score: share}
          ames:
            weights: ames.safetensors
            preset: cvnet-dist
            lambda: 0.4
            temperature: 1.5
            query-descriptors: 700
            descriptors: 100
            cache: 1MB
            heads: 4
            activation: gelu
        bus:
          request-timeout: 1d
          bridge:
            enabled: true
            host: 0.0.0.0
            port: 7000
            max-frame: 1MB
            addresses: [patchrank.gallery.put]
            token: 0123456789abcdef
          cluster:
            enabled: true
            host: 10.0.0.2
            port: 5702
            bus-port: 5703
            public-host: box.example
            members: ["10.0.0.3:5701", 10.0.0.4]
        web:
          host: 0.0.0.0
          port: 81
          allowed-hosts: [photos.example]
          read-tokens: [0123456789abcdef, "@/run/secrets/read"]
          write-tokens: ["@/run/secrets/write"]
          allow-anonymous: false
          max-upload: 1MB
          upload-memory: 3MB
          upload-timeout: 5s
          thumbnails: 2MB
          max-streams: 7
          truth: groups.json
          sockjs: {enabled: true, addresses: [patchrank.search]}
        operations: {host: 0.0.0.0, port: 9090, data-min-free: 1GB, stop-grace: 1m}
        log: {format: json, level: debug, slow-query: 2s}
        """;
}
