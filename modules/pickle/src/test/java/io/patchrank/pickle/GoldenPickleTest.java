package io.patchrank.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that torch and Python wrote, against the same numbers in safetensors and JSON. */
class GoldenPickleTest {
    @ParameterizedTest
    @CsvSource({
        "ames/tiny_fp.pt, ames/tiny_fp_state.safetensors",
        "ames/tiny_binary.pt, ames/tiny_binary_state.safetensors",
        "ames/tiny_fp_legacy_zipfile_false.pt, ames/tiny_fp_state.safetensors",
        "detector/detector64.pt, detector/detector64_state.safetensors",
    })
    void checkpointsHoldTheTensorsOfTheReference(String file, String expectedFile) {
        PickledValue state =
                TorchFile.read(SharedFiles.require("golden/" + file)).get("state");
        GoldenTensors expected = GoldenTensors.read(SharedFiles.require("golden/" + expectedFile));
        assertThat(state.keys()).containsExactlyInAnyOrderElementsOf(expected.names());
        for (String name : state.keys()) {
            StoredTensor tensor = state.get(name).tensor();
            int[] shape =
                    Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
            assertThat(shape).as(name).isEqualTo(expected.shape(name));
            assertThat(tensor.doubles()).as(name).isEqualTo(expected.doubles(name));
            assertThat(tensor.bytes().isDirect()).as(name).isTrue();
        }
    }

    @Test
    void nearestNeighboursArePlainPicklesOfTensors() {
        StoredTensor nn =
                PickleFile.read(SharedFiles.require("golden/ranking/nn.pkl")).tensor();
        GoldenTensors expected = GoldenTensors.read(SharedFiles.require("golden/ranking/rerank.safetensors"));
        assertThat(nn.shape()).containsExactly(2, 4, 30);
        assertThat(nn.doubles()).isEqualTo(expected.doubles("cache_nn"));
    }

    @Test
    void groundTruthIsNavigated() throws IOException {
        PickledValue gnd = PickleFile.read(SharedFiles.require("golden/ranking/gnd.pkl"));
        JsonArray expected = new JsonArray(Files.readString(SharedFiles.require("golden/ranking/gnd.json")));
        List<PickledValue> queries = gnd.get("gnd").list();
        assertThat(queries).hasSize(expected.size());
        for (int q = 0; q < queries.size(); q++) {
            JsonObject truth = expected.getJsonObject(q);
            assertThat(queries.get(q).keys()).containsExactlyElementsOf(truth.fieldNames());
            for (String kind : truth.fieldNames()) {
                assertThat(queries.get(q).get(kind).longs())
                        .isEqualTo(truth.getJsonArray(kind).stream()
                                .mapToLong(id -> ((Number) id).longValue())
                                .toArray());
            }
        }
        assertThat(gnd.get("qimlist").texts()).hasSameSizeAs(queries);
        assertThat(gnd.get("imlist").texts()).hasSize(30);
    }
}
