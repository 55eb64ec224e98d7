package io.patchrank.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMistakesTest {
    private final Path folder;

    ConfigMistakesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void bridgeBeyondLoopbackNeedsAToken() {
        PatchrankException refusal =
                refusal(Optional.empty(), Map.of(), Map.of("bus.bridge.enabled", "true", "bus.bridge.host", "0.0.0.0"));

        assertThat(refusal.reason()).contains("bus.bridge: host is 0.0.0.0, which others can reach: set a token");
        PatchrankConfig.load(Optional.empty(), Map.of("bus.bridge.enabled", "true", "bus.bridge.host", "127.0.1.1"));
    }

    @Test
    void bridgeReachesOperationsOnly() {
        PatchrankException refusal =
                refusal(Optional.empty(), Map.of(), Map.of("bus.bridge.addresses", "patchrank.stage.store"));

        assertThat(refusal.reason()).contains("bus.bridge: addresses: patchrank.stage.store is no operation");
    }

    @Test
    void allMistakesOfAllSourcesAreReportedAtOnce() throws Exception {
        Path file = write("""
                watch:
                  setle: 1s
                  settle: soon
                extract: {device: gpu}
                search: {limit: 0, max-limit: 5}
                search2: {}
                model: {global: {parts: ["cls:7", "max:3"]}}
                """);

        PatchrankException refusal = refusal(
                Optional.of(file),
                Map.of("PATCHRANK_DECODE_WORKER", "2", "PATCHRANK_DECODE_QUEUE", "none"),
                Map.of("rerank.mutual-nn.threshold", "1.5"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(refusal.subject()).isEqualTo(file.toString());
        assertThat(refusal.reason().lines())
                .containsExactly(
                        "watch.setle: unknown key; did you mean watch.settle? (line 2)",
                        "PATCHRANK_DECODE_WORKER: unknown key; did you mean PATCHRANK_DECODE_WORKERS? (environment)",
                        "watch.settle: got \"soon\", expected a duration such as 250ms, 5s or 2m (line 3)",
                        "decode.queue: got \"none\", expected a whole number (environment variable PATCHRANK_DECODE_QUEUE)",
                        "extract.device: got \"gpu\", must be auto, cpu, cuda or cuda:N (line 4)",
                        "model.global.parts: got \"max:3\", must be cls, mean, gem or weighted, a colon and a block, such as gem:7"
                                + " (line 7)",
                        "search.limit: got \"0\", must be greater than or equal to 1 (line 5)",
                        "rerank.mutual-nn.threshold: got \"1.5\", must be 0..1 (command line)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            data                        |            | got "", expected a path
            stages                      | serch      | got "serch", expected one of watch, decode, extract, store, index, search, rerank, web
            stages                      |            | got "", must not be empty
            watch.extensions            |            | got "", must not be empty
            watch.recursive             | yes        | got "yes", expected true or false
            watch.rescan                | 100ms      | got "100ms", must be at least 1s
            watch.outstanding           | 0          | got "0", must be greater than or equal to 1
            watch.settle                | 1.5s       | got "1.5s", expected a duration such as 250ms, 5s or 2m
            watch.settle                | -1s        | got "-1s", expected a duration such as 250ms, 5s or 2m
            decode.workers              | 0          | got "0", must be greater than or equal to 1
            decode.workers              | 3000000000 | got "3000000000", expected a whole number of at most 2147483647
            decode.max-pixels           | 1e9        | got "1e9", expected a whole number
            decode.max-pixels           | 2000000000 | got "2000000000", must be less than or equal to 1073741824
            decode.max-bytes            | 256        | got "256", expected a size such as 512KB or 2GB
            decode.max-bytes            | 9999999TB  | got "9999999TB", expected a size below 8 million TB
            extract.workers             | -1         | got "-1", must be greater than or equal to 0
            extract.precision           | float16    | got "float16", expected one of float32, bfloat16, int8
            model.weights               |            | got "", must not be blank
            model.global.gem-power      | 0.5        | got "0.5", must be at least 1
            model.global.gem-power      | NaN        | got "NaN", expected a finite number
            model.global.gem-power      | three      | got "three", expected a number
            model.locals.top-k          | 0          | got "0", must be greater than or equal to 1
            model.locals.scales         | 0.5, 5     | got "0.5, 5", must be 0.05..4
            model.locals.scales         | one        | got "one", expected a number
            model.locals.scales         |            | got "", must not be empty
            store.group-commit          | 11s        | got "11s", must be at most 10s
            store.segment-images        | 0          | got "0", must be greater than or equal to 1
            index.method                | flat       | got "flat", expected one of ivf, hnsw
            index.ivf-probe             | 0          | got "0", must be above 0
            index.ivf-probe             | 1.5        | got "1.5", must be at most 1
            index.hnsw-connections      | 1          | got "1", must be greater than or equal to 2
            index.commit-batch          | 0          | got "0", must be greater than or equal to 1
            search.deadline             | 0s         | got "0s", must be at least 1ms
            rerank.default              |            | got "", must not be blank
            rerank.mutual-nn.score      | COUNT      | got "COUNT", expected one of evidence, count, share
            bus.request-timeout         | 0ms        | got "0ms", must be at least 1ms
            bus.bridge.port             | 65536      | got "65536", must be less than or equal to 65535
            """)
    void valueOutsideItsLimitsIsRefused(String key, @Nullable String value, String problem) {
        PatchrankException refusal = refusal(Optional.empty(), Map.of(), Map.of(key, value == null ? "" : value));

        assertThat(refusal.reason()).isEqualTo(key + ": " + problem + " (command line)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            search.limit       | 2000 | search: limit 2000 is above max-limit 1000
            rerank.batch       | 600  | rerank: max-pairs 512 is below batch 600
            model.locals.scales | 1, 0.7, 1 | model.locals: scales [1.0, 0.7, 1.0] names one twice
            model.locals.selection | detector | model.locals: selection detector needs a detector, the file of its weights
            model.locals.detector | d.pt | model.locals: detector d.pt has no effect unless selection is detector
            bus.bridge.max-frame | 2GB | bus.bridge: max-frame must be 1KB to 1GB, not 2GB
            bus.bridge.token | short | bus.bridge: token: a token of fewer than 16 characters can be guessed
            """)
    void valuesThatContradictEachOtherAreRefused(String key, String value, String problem) {
        assertThat(refusal(Optional.empty(), Map.of(), Map.of(key, value)).reason())
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shortlist      | unknown key; did you mean search.shortlist?
            wach.settle    | unknown key; did you mean watch.settle?
            search.maxlimit | unknown key; did you mean search.max-limit?
            gibberish      | unknown key; configs/all-in-one.yaml lists all keys
            bus.bridge     | is a section and takes no value of its own
            """)
    void unknownKeyIsRefusedWithTheNearestKnownOne(String key, String problem) {
        assertThat(refusal(Optional.empty(), Map.of(), Map.of(key, "1")).reason())
                .isEqualTo(key + ": " + problem + " (command line)");
    }

    @Test
    void keyGivenTwiceIsRefused() throws Exception {
        Path file = write("data: a\nsearch: {limit: 3}\ndata: b\n");

        assertThat(refusal(Optional.of(file), Map.of(), Map.of()).reason())
                .isEqualTo("data: given a second time, first in line 1 (line 3)");
    }

    @Test
    void listWhereOneValueIsExpectedIsRefused() throws Exception {
        Path file = write("data: [a, b]\nwatch: {folders: [{path: c}]}\n");

        assertThat(refusal(Optional.of(file), Map.of(), Map.of()).reason().lines())
                .containsExactly(
                        "watch.folders: expected a list of plain values (line 2)",
                        "data: got \"[a, b]\", expected one value, not a list (line 1)");
    }

    @Test
    void brokenYamlNamesItsLine() throws Exception {
        Path file = write("data: a\nstages: [watch\nsearch: {}\n");

        assertThat(refusal(Optional.of(file), Map.of(), Map.of()))
                .hasMessageStartingWith(file + ": not YAML in line 3: ");
    }

    @Test
    void fileWithoutKeysIsRefused() throws Exception {
        Path file = write("just text\n");

        assertThat(refusal(Optional.of(file), Map.of(), Map.of()).reason())
                .isEqualTo("the file: expected keys with values (line 1)");
    }

    @Test
    void absentFileIsRefused() {
        Path file = folder.resolve("none.yaml");

        assertThat(refusal(Optional.of(file), Map.of(), Map.of())).hasMessage(file + ": there is no such file");
    }

    @Test
    void binaryFileIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});

        assertThat(refusal(Optional.of(file), Map.of(), Map.of()).reason()).startsWith("unreadable: ");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), text);
    }

    private static PatchrankException refusal(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        return catchThrowableOfType(PatchrankException.class, () -> LoadedConfig.load(file, environment, overrides));
    }
}
