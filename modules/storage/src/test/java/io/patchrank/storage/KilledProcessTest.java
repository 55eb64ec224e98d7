package io.patchrank.storage;

import static io.patchrank.storage.SmallStorage.append;
import static io.patchrank.storage.SmallStorage.assertHolds;
import static io.patchrank.storage.SmallStorage.assertHoldsCodes;
import static io.patchrank.storage.SmallStorage.segmentsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} while another process appends and seals: every acknowledged key is readable afterwards. */
class KilledProcessTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 101})
    void everyAcknowledgedKeySurvives(int acknowledgedAtLeast, @TempDir Path folder) throws Exception {
        List<FeatureKey> acknowledged = killAfter(acknowledgedAtLeast, folder);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(acknowledgedAtLeast);

        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, segmentsOf(7))) {
            assertHolds(storage, acknowledged, 0);
            assertThat(acknowledged).doesNotContain(append(storage, -1));
            assertThat(storage.verify().isSound()).isTrue();
        }
    }

    @Test
    void everyAcknowledgedCodeSurvives(@TempDir Path folder) throws Exception {
        List<FeatureKey> acknowledged = killAfter(38, folder, "codes");

        StorageOptions options = segmentsOf(7).withCodes(SmallStorage.CODES);
        try (Hdf5FeatureStorage storage = Hdf5FeatureStorage.open(folder, options)) {
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(38);
            assertHoldsCodes(storage, acknowledged, 0);
            assertThat(storage.verify().isSound()).isTrue();
        }
    }

    private static List<FeatureKey> killAfter(int count, Path folder, String... words)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(List.of(words));
        Process process = new ProcessBuilder(ChildJvm.command(List.of(), AppendUntilKilled.class, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<FeatureKey> acknowledged = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                acknowledged.add(FeatureKey.parse(line));
                if (acknowledged.size() == count) {
                    // Through the handle, which leaves what was printed before readable.
                    process.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
