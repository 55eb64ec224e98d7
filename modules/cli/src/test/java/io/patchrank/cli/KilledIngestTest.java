package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of an ingest, again and again, on one data folder. */
class KilledIngestTest {
    private static final int KILLS = 3;

    @TempDir
    Path root;

    @Test
    void everyImageIsIndexedExactlyOnceAfterAKilledIngestIsRunAgain() throws Exception {
        Path photos = SamplePhotos.draw(root.resolve("drawn"));
        Path data = root.resolve("data");
        Random random = new Random(3);
        for (int kill = 0; kill < KILLS; kill++) {
            Path said = root.resolve("said" + kill);
            try (ChildProcess ingest = ChildProcess.start(said, "ingest", photos, "--data", data)) {
                // Any moment will do, from the start of the stages on; an ingest that ends before is as good.
                while (!Files.exists(data.resolve("catalogue")) && ingest.isAlive()) {
                    Thread.sleep(10);
                }
                Thread.sleep(random.nextInt(1500));
                ingest.kill();
            }
        }

        JsonObject last = CliRun.of("ingest", photos, "--data", data, "--json").json();

        assertThat(last.getInteger("rejected")).isZero();
        JsonObject rows = CliRun.of("gallery", "list", "--data", data, "--json").json();
        List<String> sources = rows.getJsonArray("images").stream()
                .map(row -> (JsonObject) row)
                .filter(row -> row.getString("state").equals("INDEXED"))
                .map(row -> row.getString("source"))
                .toList();
        assertThat(sources).hasSize(SamplePhotos.COUNT).doesNotHaveDuplicates();
        assertThat(rows.getJsonArray("images")).hasSize(SamplePhotos.COUNT);
        assertThat(CliRun.of("doctor", "--data", data).out()).contains("ok    features");
    }
}
