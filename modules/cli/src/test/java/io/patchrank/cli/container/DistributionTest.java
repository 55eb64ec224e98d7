package io.patchrank.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.cli.SamplePhotos;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the containers of compose.stages.yaml run, without an engine: the assembled distribution, three processes, one
 * bus. Each has a loopback address in the place of its network name.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the whole of 127.0.0.0/8 is there on Linux only")
class DistributionTest {
    private static final Path ASSEMBLED = Path.of("target/app");
    private static final String TOKEN = "a token of the test";
    /** Quick to start; and no archive of classes, which root may write even there. */
    private static final String QUICK =
            "-Xmx600m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-AutoCreateSharedArchive";

    private static final Map<String, String> HOSTS =
            Map.of("extractor", "127.0.0.21", "gallery", "127.0.0.22", "gateway", "127.0.0.23");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path root;
    private final Path distribution;
    private final Path photos;
    private final ComposeFile compose;

    DistributionTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.photos = Files.createDirectory(root.resolve("photos"));
        this.distribution = readOnly(ASSEMBLED, Path.of("target/opt/patchrank"));
        this.compose = ComposeFile.read("compose.stages.yaml");
        Files.createDirectory(root.resolve("home"));
        Files.writeString(root.resolve("token"), TOKEN);
    }

    /** Links in place of copies. Root may write there all the same, so what has been written is looked at, too. */
    private static Path readOnly(Path from, Path to) throws IOException {
        delete(to);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(f -> !f.getFileName().toString().matches(".*\\.jsa|built.*"))
                    .toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.createLink(there, file);
                }
            }
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("r-xr-xr-x"));
        return to.toAbsolutePath();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void stagesInThreeProcessesSurviveTheLossOfOneDuringAnIngest() throws Exception {
        Set<String> before = files(distribution);
        Path drawn = SamplePhotos.draw(root.resolve("drawn"));
        try (StageProcess gallery = start("gallery");
                StageProcess gateway = start("gateway");
                StageProcess lost = start("extractor")) {
            String page = gateway.ready().getString("page").replace("0.0.0.0", HOSTS.get("gateway"));
            await(gateway, "gateway", 200);
            move(drawn, photos);
            awaitIndexed(page, gateway, 2, Integer.MAX_VALUE);

            lost.kill();

            assertThat(await(gateway, "gateway", 503).getJsonArray("reasons").getList())
                    .contains("stage extract: no process of the bus announces it");
            try (StageProcess extractor = start("extractor")) {
                await(gateway, "gateway", 200);
                awaitIndexed(page, gateway, SamplePhotos.COUNT, SamplePhotos.COUNT);
                everyPhotographIsThereOnce(page);
                assertThat(get(page + "api/v1/status").getString("version")).isNotEqualTo("development");
                queryLeavesItsIdInTheLogOfEach(page, gateway, gallery, extractor);
                for (StageProcess process : List.of(gateway, gallery, extractor)) {
                    assertThat(process.listeningAddresses())
                            .as(process.said())
                            .isNotEmpty()
                            .allMatch(DistributionTest::isLoopback);
                }
                assertThat(gateway.get(operations("gateway", "metrics")).body())
                        .contains("patchrank_search_step_seconds_bucket");
                assertThat(gateway.terminate()).as(gateway.said()).isZero();
                assertThat(gallery.terminate()).as(gallery.said()).isZero();
                assertThat(extractor.terminate()).as(extractor.said()).isZero();
            }
        }
        assertThat(files(distribution)).isEqualTo(before);
    }

    private StageProcess start(String name) throws IOException {
        ComposeFile.Service service = compose.service(name);
        Map<String, String> environment = new HashMap<>(service.environment());
        environment.putAll(Map.of(
                "HOME",
                root.resolve("home").toString(),
                "PATCHRANK_DATA",
                root.resolve("data").toString(),
                "PATCHRANK_JAVA_OPTS",
                QUICK,
                "PATCHRANK_LOG_FORMAT",
                "json",
                "PATCHRANK_LOG_LEVEL",
                "debug",
                "PATCHRANK_OPERATIONS_HOST",
                HOSTS.get(name),
                "PATCHRANK_OPERATIONS_PORT",
                "18290",
                "PATCHRANK_BUS_CLUSTER_HOST",
                HOSTS.get(name),
                "PATCHRANK_BUS_CLUSTER_PORT",
                "18257",
                "PATCHRANK_BUS_CLUSTER_MEMBERS",
                HOSTS.values().stream().map(host -> host + ":18257").collect(Collectors.joining(","))));
        environment.put("PATCHRANK_WATCH_FOLDERS", photos.toString());
        if (name.equals("gateway")) {
            environment.put("PATCHRANK_WEB_HOST", HOSTS.get(name));
            environment.put("PATCHRANK_WEB_PORT", "0");
            environment.put("PATCHRANK_WEB_WRITE_TOKENS", "@" + root.resolve("token"));
            environment.put("PATCHRANK_WEB_READ_TOKENS", "another token of the test");
        }
        return StageProcess.start(name, distribution, service, environment, root);
    }

    private static String operations(String name, String what) {
        return "http://" + HOSTS.get(name) + ":18290/" + what;
    }

    /** Waits for a status of {@code /readyz}. */
    private static JsonObject await(StageProcess process, String name, int status)
            throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = process.get(operations(name, "readyz"));
            if (answer.statusCode() == status) {
                return new JsonObject(answer.body());
            }
            Thread.sleep(100);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, to.resolve(from.relativize(file).toString().replace('/', '_')));
            }
        }
    }

    private void awaitIndexed(String page, StageProcess gateway, int atLeast, int atMost) throws Exception {
        while (true) {
            gateway.requireAlive();
            JsonObject gallery = get(page + "api/v1/status").getJsonObject("gallery", new JsonObject());
            int indexed = gallery.getInteger("indexed", 0);
            assertThat(indexed).isLessThanOrEqualTo(atMost);
            if (indexed >= atLeast) {
                return;
            }
            Thread.sleep(100);
        }
    }

    private void everyPhotographIsThereOnce(String page) throws Exception {
        List<JsonObject> rows = get(page + "api/v1/images?limit=1000").getJsonArray("images").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(rows).hasSize(SamplePhotos.COUNT).allMatch(row -> row.getString("state")
                .equals("INDEXED"));
        assertThat(rows.stream().map(row -> row.getString("source"))).doesNotHaveDuplicates();
        assertThat(rows.stream().map(row -> row.getString("features"))).doesNotHaveDuplicates();
    }

    private void queryLeavesItsIdInTheLogOfEach(
            String page, StageProcess gateway, StageProcess gallery, StageProcess extractor) throws Exception {
        Path query = photos.resolve("scene_01_view_0.jpg");
        String id = "query-of-the-test";
        JsonObject body = new JsonObject()
                .put("image", Base64.getEncoder().encodeToString(Files.readAllBytes(query)))
                .put("limit", 3);
        HttpResponse<String> answer = http.send(
                authorised(page + "api/v1/search")
                        .header("Content-Type", "application/json")
                        .header("X-Request-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("hits")
                        .getJsonObject(0)
                        .getString("source"))
                .isEqualTo(query.toString());
        assertThat(answer.headers().firstValue("X-Request-Id")).contains(id);
        assertThat(gateway.loggers(id))
                .contains("io.patchrank.pipeline.search.QueryLog", "io.patchrank.pipeline.flow.Endpoints");
        // On worker threads, too, and on those of the re-rank stage.
        assertThat(extractor.loggers(id))
                .contains("io.patchrank.pipeline.flow.Endpoints", "io.patchrank.pipeline.flow.PriorityWorkers");
        assertThat(gallery.loggers(id))
                .contains(
                        "io.patchrank.pipeline.flow.Endpoints",
                        "io.patchrank.rerank.stage.BatchReader",
                        "io.patchrank.rerank.stage.BatchScorer");
    }

    private JsonObject get(String url) throws Exception {
        HttpResponse<String> answer = http.send(authorised(url).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static HttpRequest.Builder authorised(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + TOKEN);
    }

    /** As {@code /proc} writes it: IPv4, or IPv4 within IPv6, in the byte order of the machine. */
    private static boolean isLoopback(String address) {
        return address.matches("[0-9A-F]{6}7F|0000000000000000FFFF0000[0-9A-F]{6}7F|0{24}01000000");
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
