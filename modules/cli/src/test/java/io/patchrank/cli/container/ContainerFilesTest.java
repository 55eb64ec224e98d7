package io.patchrank.cli.container;

import static io.patchrank.cli.container.ComposeFile.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.cli.Commands;
import io.patchrank.cli.container.ComposeFile.Service;
import io.patchrank.pipeline.config.LoadedConfig;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images and Compose files, as far as they can be checked without a container engine. */
class ContainerFilesTest {
    private static final String HOME = "/opt/patchrank";

    @ParameterizedTest
    @ValueSource(strings = {"docker/Dockerfile", "docker/Dockerfile.cuda"})
    void imageRunsAsAUserOfItsOwnAndTellsItsHealth(String file) throws IOException {
        Dockerfile image = Dockerfile.read(REPOSITORY.resolve(file));

        assertThat(image.last("USER").arguments()).isEqualTo("10001:10001");
        assertThat(image.instructions().indexOf(image.last("USER")))
                .as("nothing runs as root after the user is set")
                .isGreaterThan(image.instructions().indexOf(image.last("RUN")));
        assertThat(image.last("ENTRYPOINT").json()).containsExactly(HOME + "/patchrank");
        List<String> health = image.last("HEALTHCHECK").json();
        assertThat(health.getFirst()).isEqualTo(HOME + "/patchrank");
        assertThat(Commands.parses(health.subList(1, health.size()))).isTrue();
        assertThat(Commands.parses(image.last("CMD").json())).isTrue();
        PatchrankConfig config = config(Optional.empty(), image.environment());
        assertThat(health.getLast())
                .isEqualTo("http://127.0.0.1:" + config.operations().port() + "/readyz");
        assertThat(image.last("VOLUME").json()).contains(config.data().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.stages.yaml"})
    void servicesRunWithoutRightsOnAReadOnlyRoot(String file) throws IOException {
        ComposeFile compose = ComposeFile.read(file);
        assertThat(compose.services()).isNotEmpty().allSatisfy((name, service) -> {
            assertThat(service.content()).containsEntry("read_only", true);
            assertThat(service.strings("tmpfs")).contains("/tmp");
            assertThat(service.strings("cap_drop")).containsExactly("ALL");
            assertThat(REPOSITORY.resolve(service.build("dockerfile"))).isRegularFile();
            assertThat(REPOSITORY.resolve(service.build("context"))).isDirectory();
            assertThat(service.strings("ports"))
                    .map(port -> ComposeFile.substituted(port, Map.of()))
                    .allMatch(port -> port.startsWith("127.0.0.1:"));
            assertThat(service.strings("volumes"))
                    .filteredOn(volume -> volume.contains(":/photos"))
                    .allMatch(volume -> volume.endsWith(":ro"));
            assertThat(service.strings("volumes"))
                    .map(volume -> volume.replaceAll("}.*|:.*", ""))
                    .allMatch(volume -> volume.startsWith("${")
                            || compose.section("volumes").containsKey(volume));
            assertThat(service.strings("secrets")).allMatch(compose.section("secrets")::containsKey);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "compose.yaml, patchrank, watch decode extract store index search rerank web",
        "compose.stages.yaml, extractor, decode extract",
        "compose.stages.yaml, gallery, watch store index rerank",
        "compose.stages.yaml, gateway, search web"
    })
    void commandLineAndConfigurationOfEachServiceAreAccepted(String file, String name, String stages)
            throws IOException {
        Service service = ComposeFile.read(file).service(name);
        List<String> command = service.command();
        assertThat(Commands.parses(command)).isTrue();
        Map<String, String> environment = new HashMap<>(
                Dockerfile.read(REPOSITORY.resolve(service.build("dockerfile"))).environment());
        environment.putAll(service.environment());

        PatchrankConfig config = config(configFile(command), environment);

        assertThat(config.stages().stream().map(Stage::key)).containsExactlyInAnyOrder(stages.split(" "));
        assertThat(config.operations().port()).isEqualTo(9090);
        if (config.stages().contains(Stage.WEB)) {
            assertThat(config.web().isLoopback()).isFalse();
            assertThat(config.web().writeTokens()).isNotEmpty();
            assertThat(config.web().allowAnonymous()).isFalse();
        }
    }

    @Test
    void stagesOfAllServicesTogetherAreAWholePipeline() throws IOException {
        Set<Stage> all = new java.util.HashSet<>();
        for (Service service :
                ComposeFile.read("compose.stages.yaml").services().values()) {
            config(configFile(service.command()), service.environment())
                    .stages()
                    .forEach(stage ->
                            assertThat(all.add(stage)).as("%s runs once", stage).isTrue());
        }
        assertThat(all).containsExactlyInAnyOrder(Stage.values());
    }

    @Test
    void gpuOverrideIsOfTheServiceThatThereIs() throws IOException {
        ComposeFile gpu = ComposeFile.read("compose.cuda.yaml");
        assertThat(ComposeFile.read("compose.yaml").services().keySet())
                .containsAll(gpu.services().keySet());
        Service service = gpu.service("patchrank");
        assertThat(REPOSITORY.resolve(service.build("dockerfile"))).isRegularFile();
        assertThat(String.valueOf(service.content().get("deploy"))).contains("driver=nvidia", "capabilities=[gpu]");
    }

    @Test
    void whatIsBuiltOrSecretStaysOutOfTheImage() throws IOException {
        assertThat(Files.readAllLines(REPOSITORY.resolve(".dockerignore")))
                .contains(".git", "**/target", "patchrank-token", "**/patchrank-data");
    }

    private static PatchrankConfig config(Optional<Path> file, Map<String, String> environment) {
        return LoadedConfig.load(file, environment, Map.of()).config();
    }

    private static Optional<Path> configFile(List<String> command) {
        int option = command.indexOf("--config");
        return option < 0
                ? Optional.empty()
                : Optional.of(Path.of(command.get(option + 1).replace(HOME, REPOSITORY.toString())));
    }
}
