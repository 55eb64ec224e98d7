package io.patchrank.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.patchrank.evaluation.truth.RowTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pickles that the reference reads: a ground truth, and a global ranking as a pickled torch tensor. */
class GoldenDatasetTest {
    private final Path folder;

    GoldenDatasetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void picklesSayTheSameAsTheirJson() throws IOException {
        RowTruth pickled = RowTruth.read(SharedFiles.require("golden/ranking/gnd.pkl"));
        RowTruth json = RowTruth.read(SharedFiles.require("golden/ranking/gnd.json"));
        assertThat(pickled.queries()).hasSize(4);
        for (int query = 0; query < 4; query++) {
            for (String list : new String[] {"easy", "hard", "junk"}) {
                assertThat(pickled.queries().get(query).require(list))
                        .isEqualTo(json.queries().get(query).require(list));
            }
        }
    }

    @Test
    void datasetOfPicklesIsReadWhole() throws IOException {
        Files.copy(SharedFiles.require("golden/ranking/gnd.pkl"), folder.resolve("gnd_roxford5k.pkl"));
        Files.copy(SharedFiles.require("golden/ranking/nn.pkl"), folder.resolve("nn_dinov2.pkl"));
        Dataset dataset = Dataset.read(new DatasetFolder(folder, DatasetKind.ROXFORD5K, "dinov2"), Optional.empty());
        float[] cache = GoldenTensors.read(SharedFiles.require("golden/ranking/rerank.safetensors"))
                .floats("cache_nn");
        assertThat(dataset.images()).isEqualTo(30);
        assertThat(dataset.queryNames()).hasSize(4);
        for (int query = 0; query < 4; query++) {
            for (int place = 0; place < 30; place++) {
                assertThat(dataset.lists().lists().similarities(query)[place]).isEqualTo(cache[query * 30 + place]);
                assertThat(dataset.lists().lists().rows(query)[place]).isEqualTo((int) cache[(4 + query) * 30 + place]);
            }
        }
    }
}
