package io.patchrank.models.registry;

import static io.patchrank.models.registry.FaultyServer.serving;
import static io.patchrank.models.registry.FaultyServer.silentAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledPullTest {
    private static final byte[] CONTENT = PullFixture.content(300_000, 5);
    private static final int ARRIVED = 100_000;

    @TempDir
    private Path root;

    @Test
    void killedProcessLeavesOnlyAPartWhichTheNextPullCompletes() throws IOException, InterruptedException {
        PullFixture pulls = new PullFixture(root.resolve("models"));
        try (FaultyServer server = FaultyServer.of(silentAfter(CONTENT, ARRIVED), serving(CONTENT, "\"s\""))) {
            ModelStore store = pulls.unpublished(server.uri("tiny.pth"));
            Process process = new ProcessBuilder(
                            ChildJvm.command(List.of(), PullUntilKilled.class, List.of(pulls.folder.toString())))
                    .inheritIO()
                    .start();
            try {
                while (!Files.exists(pulls.part()) || Files.size(pulls.part()) < ARRIVED) {
                    assertThat(process.isAlive()).isTrue();
                    Thread.sleep(20);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(pulls.file()).doesNotExist();
            assertThat(pulls.record()).doesNotExist();

            pulls.pull(store);

            assertThat(pulls.file()).hasBinaryContent(CONTENT);
            assertThat(server.requests().getLast().header("range")).contains("bytes=" + ARRIVED + "-");
        }
    }
}
