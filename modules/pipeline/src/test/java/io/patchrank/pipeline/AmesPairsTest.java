package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptor files and checkpoint of golden/ranking against the scores that the reference computed from them. */
class AmesPairsTest {
    private static final int QUERY_DESCRIPTORS = 10;
    private static final int GALLERY_DESCRIPTORS = 8;
    private static final float TOLERANCE = 2e-4f;

    private static Path golden(String name) {
        return SharedFiles.require("golden/ranking/" + name);
    }

    private static AmesPairs open(Path weights) {
        return AmesPairs.open(
                PatchrankConfig.load(Optional.empty(), Map.of("extract.device", "cpu")),
                weights,
                golden("dinov2_query_local.hdf5"),
                golden("dinov2_gallery_local.hdf5"),
                QUERY_DESCRIPTORS,
                GALLERY_DESCRIPTORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"medium", "hard"})
    void rawScoresAreThoseOfTheReference(String mode) {
        GoldenTensors expected = GoldenTensors.read(golden("rerank.safetensors"));
        float[] neighbours = expected.floats(mode + ".nn_after_junk");
        float[] raw = expected.floats(mode + ".raw_scores");
        int[] shape = expected.shape(mode + ".nn_after_junk"); // [similarity and index, queries, images]
        int scored = expected.shape(mode + ".raw_scores")[1];
        try (AmesPairs pairs = open(golden("ames_state.safetensors"))) {
            for (int query = 0; query < shape[1]; query++) {
                int[] rows = new int[scored];
                for (int k = 0; k < scored; k++) {
                    rows[k] = (int) neighbours[(shape[1] + query) * shape[2] + k];
                }

                float[] scores = pairs.score(query, rows);

                for (int k = 0; k < scored; k++) {
                    assertThat(scores[k])
                            .as("query %d, neighbour %d", query, k)
                            .isCloseTo(raw[query * scored + k], within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void fileThatIsNoCheckpointIsRefusedByName() {
        Path other = SharedFiles.require("golden/ames/full_fp_io.safetensors");

        Assertions.assertThatExceptionOfType(PatchrankException.class)
                .isThrownBy(() -> open(other))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .withMessageContaining(other.toString());
    }
}
