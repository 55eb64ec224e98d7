package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.testing.GoldenTensors;
import io.patchrank.api.testing.SharedFiles;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published datasets evaluated and tuned from the command line. */
class DatasetCommandsTest {
    private final Path folder;

    DatasetCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void goldenRankingScoresAsTheReferenceDoes() throws IOException {
        writeGolden();
        Path report = folder.resolve("report.html");

        JsonObject result = CliRun.of(
                        "evaluate",
                        "--dataset",
                        "roxford5k",
                        "--dir",
                        folder,
                        "--rerank",
                        "scores",
                        "--topk",
                        "25",
                        "--lambda",
                        "0.55",
                        "--temperature",
                        "0.3",
                        "--report",
                        report,
                        "--json")
                .json();

        JsonObject tasks = result.getJsonObject("best").getJsonObject("tasks");
        assertThat(tasks.getJsonObject("medium").getDouble("map")).isBetween(0.785235, 0.785245);
        assertThat(tasks.getJsonObject("hard").getDouble("map")).isBetween(0.787065, 0.787075);
        assertThat(report).content().contains("<article", "AP medium");
    }

    @Test
    void descriptorsAndCheckpointGiveTheScoresOfTheReference() throws IOException {
        for (String file : List.of("gnd.pkl", "nn.pkl", "dinov2_query_local.hdf5", "dinov2_gallery_local.hdf5")) {
            Files.copy(SharedFiles.require("golden/ranking/" + file), folder.resolve(file));
        }

        JsonObject result = CliRun.of(
                        "evaluate",
                        "--dataset",
                        "roxford5k",
                        "--dir",
                        folder,
                        "--weights",
                        SharedFiles.require("golden/ranking/ames_state.safetensors"),
                        "--query-descriptors",
                        "10",
                        "--gallery-descriptors",
                        "8",
                        "--topk",
                        "25",
                        "--lambda",
                        "0.55",
                        "--temperature",
                        "0.3",
                        "--json")
                .json();

        assertThat(result.getString("rerank")).isEqualTo("ames");
        JsonObject tasks = result.getJsonObject("best").getJsonObject("tasks");
        assertThat(tasks.getJsonObject("medium").getDouble("map")).isBetween(0.785235, 0.785245);
        assertThat(tasks.getJsonObject("hard").getDouble("map")).isBetween(0.787065, 0.787075);
    }

    @Test
    void tableNamesTheTasks() throws IOException {
        writeMade();
        CliRun run = CliRun.of("evaluate", "--dataset", "roxford5k", "--dir", folder);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("roxford5k, dinov2: 2 queries against 4 images", "easy", "medium", "hard", "mP@10");
    }

    @Test
    void tuningWritesAConfigurationAndChecksItOnOtherQueries() throws IOException {
        writeMade();
        Path out = folder.resolve("tuned.yaml");
        JsonObject result = CliRun.of(
                        "tune",
                        "--dataset",
                        "roxford5k",
                        "--dir",
                        folder,
                        "--rerank",
                        "scores",
                        "--topk",
                        "2,4",
                        "--out",
                        out,
                        "--json")
                .json();
        assertThat(result.getInteger("points")).isEqualTo(2 * 21 * 11);
        assertThat(result.getJsonObject("best").getDouble("main")).isEqualTo(1);
        assertThat(result.getJsonObject("heldOut").getJsonArray("folds")).hasSize(2);
        assertThat(out).content().contains("temperature: ", "shortlist: ");
    }

    @Test
    void whatIsMissingIsNamed() {
        refused(2, "name --images and --groups, or --dataset and --dir", "evaluate");
        refused(2, "--dir", "evaluate", "--dataset", "roxford5k");
        refused(2, "no such dataset", "evaluate", "--dataset", "oxford", "--dir", folder);
        refused(3, "gnd_rparis6k.pkl", "evaluate", "--dataset", "rparis6k", "--dir", folder);
        refused(2, "report.pdf", "evaluate", "--dataset", "rparis6k", "--dir", folder, "--report", "report.pdf");
    }

    private static void refused(int exitCode, String text, Object... arguments) {
        CliRun run = CliRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).contains(text);
    }

    /** Two queries, four images; raw scores put the positives first. */
    private void writeMade() throws IOException {
        write(
                "gnd_roxford5k.json",
                "{\"gnd\": [{\"easy\": [3], \"hard\": [2], \"junk\": [0]},"
                        + " {\"easy\": [1], \"hard\": [0], \"junk\": []}]}");
        write("nn_dinov2.json", "[[[0.9, 0.8, 0.7, 0.6], [0.9, 0.8, 0.7, 0.6]], [[1, 2, 0, 3], [2, 0, 3, 1]]]");
        write("scores1_medium.json", "[[-3, 3, 3, 0], [-3, 3, -3, 3]]");
        write("scores1_hard.json", "[[-3, 3, 0, 3], [-3, 3, -3, 3]]");
    }

    private void writeGolden() throws IOException {
        Files.copy(SharedFiles.require("golden/ranking/gnd.json"), folder.resolve("gnd_roxford5k.json"));
        GoldenTensors tensors = GoldenTensors.read(SharedFiles.require("golden/ranking/rerank.safetensors"));
        JsonMapper json = new JsonMapper();
        write("nn_dinov2.json", json.writeValueAsString(nested(tensors, "cache_nn")));
        write("scores1_medium.json", json.writeValueAsString(nested(tensors, "medium.raw_scores")));
        write("scores1_hard.json", json.writeValueAsString(nested(tensors, "hard.raw_scores")));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static List<?> nested(GoldenTensors tensors, String name) {
        float[] values = tensors.floats(name);
        List<?> level = new ArrayList<>(
                IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
        int[] shape = tensors.shape(name);
        for (int d = shape.length - 1; d > 0; d--) {
            List<List<?>> grouped = new ArrayList<>();
            for (int from = 0; from < level.size(); from += shape[d]) {
                grouped.add(List.copyOf(level.subList(from, from + shape[d])));
            }
            level = grouped;
        }
        return level;
    }
}
