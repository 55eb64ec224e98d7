package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own: it follows its folder, is asked through its bridge, and stops in order. */
class ServeTest {
    @TempDir
    Path root;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void serverFollowsItsFolderAnswersAndStopsInOrder() throws Exception {
        Path drawn = SamplePhotos.draw(root.resolve("drawn"));
        Path watched = Files.createDirectories(root.resolve("watched"));
        Files.copy(drawn.resolve("scene_00/view_0.jpg"), watched.resolve("a.jpg"));
        Path data = root.resolve("data");
        Path said = root.resolve("said.txt");
        try (ChildProcess server =
                ChildProcess.start(said, "serve", "--watch", watched, "--data", data, "--set", "watch.settle=200ms")) {
            awaitIndexed(server, data, said, 1);
            Files.copy(drawn.resolve("scene_01/view_0.jpg"), watched.resolve("b.jpg"));
            Files.writeString(watched.resolve("words.png"), "no picture");
            awaitIndexed(server, data, said, 2);

            JsonObject reply = CliRun.of("search", drawn.resolve("scene_01/view_1.jpg"), "--data", data, "--json")
                    .json();
            assertThat(reply.getJsonArray("hits")).hasSize(2);
            CliRun configured = CliRun.of(
                    "search", "--data", data, "--set", "search.limit=1", drawn.resolve("scene_01/view_1.jpg"));
            assertThat(configured.err()).contains("a running server answers", "--set search.limit cannot change it");
            CliRun second = CliRun.of("serve", "--data", data);
            assertThat(second.exitCode()).isEqualTo(6);
            assertThat(second.err()).contains("DATA_FOLDER_IN_USE", data.toString());
            Files.delete(watched.resolve("a.jpg"));
            awaitIndexed(server, data, said, 1);

            assertThat(server.terminate()).as(Files.readString(said)).isZero();
        }
        assertThat(Files.readString(said))
                .contains("patchrank serves " + data, "watched   " + watched, "device    ", "rejected  ", "words.png")
                .endsWith("stopped\n");
        assertThat(data.resolve("bridge.json")).doesNotExist();
        JsonObject status =
                CliRun.of("gallery", "status", "--data", data, "--json").json();
        assertThat(status.getInteger("indexed")).isEqualTo(1);
        assertThat(status.getInteger("removed")).isEqualTo(1);
        assertThat(status.getInteger("rejected")).isEqualTo(1);
        assertThat(status.getInteger("pending")).isZero();
    }

    private static void awaitIndexed(ChildProcess server, Path data, Path said, int images)
            throws IOException, InterruptedException {
        while (true) {
            assertThat(server.isAlive()).as(Files.readString(said)).isTrue();
            // Before it is there nobody can be asked; asking would make this process the owner of the folder.
            if (Files.exists(data.resolve("bridge.json"))) {
                JsonObject status =
                        CliRun.of("gallery", "status", "--data", data, "--json").json();
                if (status.getInteger("indexed") == images && status.getInteger("pending") == 0) {
                    return;
                }
            }
            Thread.sleep(100);
        }
    }
}
