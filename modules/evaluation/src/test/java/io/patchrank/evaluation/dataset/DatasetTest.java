package io.patchrank.evaluation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.rerank.Grid;
import io.patchrank.evaluation.rerank.GridPoint;
import io.patchrank.evaluation.rerank.Tuning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    private static final Grid GRID = new Grid(List.of(5, 20), List.of(0.0, 0.5, 1.0), List.of(0.5, 2.0));

    private final Path root;

    DatasetTest(@TempDir Path root) {
        this.root = root;
    }

    @BeforeEach
    void writeDataset() throws IOException {
        MadeDataset.write(root);
    }

    @Test
    void rawScoresThatKnowBestPutEveryPositiveFirst() {
        DatasetEvaluation evaluation = evaluate();
        GridPoint scoresOnly = new GridPoint(20, 0, 0.5);
        assertThat(evaluation.at(scoresOnly).mainFigure())
                .isGreaterThan(evaluation.global().mainFigure() + 0.2);
        assertThat(evaluation.best())
                .hasValueSatisfying(best -> assertThat(best.topK()).isEqualTo(20));
        // Lambda 1 is the global order with junk set aside, which no metric counts.
        assertThat(evaluation.at(new GridPoint(20, 1, 2)).means())
                .isEqualTo(evaluation.global().means());
    }

    @Test
    void everyPairIsScoredOnce() {
        int[] calls = {0};
        Dataset dataset = Dataset.read(folder(), Optional.empty());
        DatasetEvaluation evaluation = DatasetEvaluation.reranked(
                dataset,
                "stored",
                (query, gallery) -> {
                    calls[0]++;
                    assertThat(gallery).doesNotHaveDuplicates();
                    return new float[gallery.length];
                },
                GRID,
                () -> {});
        assertThat(calls[0]).isEqualTo(MadeDataset.QUERIES);
        assertThat(evaluation.scores()).hasValueSatisfying(scores -> assertThat(scores.pairs())
                .isBetween(20L * MadeDataset.QUERIES, 24L * MadeDataset.QUERIES));
    }

    @Test
    void jsonHasTheDocumentedPaths() {
        ObjectNode json = DatasetJson.of(evaluate());
        assertThat(json.at("/dataset").asText()).isEqualTo("roxford5k");
        assertThat(json.at("/queries").asInt()).isEqualTo(MadeDataset.QUERIES);
        assertThat(json.at("/images").asInt()).isEqualTo(MadeDataset.IMAGES);
        assertThat(json.at("/grid").size()).isEqualTo(12);
        for (String task : List.of("easy", "medium", "hard")) {
            for (String figure : List.of("map", "precision@1", "precision@10", "recall@1", "recall@10")) {
                assertThat(json.at("/global/tasks/" + task + "/" + figure).isNumber())
                        .isTrue();
                assertThat(json.at("/grid/3/tasks/" + task + "/" + figure).isNumber())
                        .isTrue();
            }
        }
        assertThat(json.at("/best/main").asDouble())
                .isGreaterThan(json.at("/global/main").asDouble());
        assertThat(json.at("/grid/0/topk").asInt()).isEqualTo(5);
    }

    @Test
    void tableIsAligned() {
        List<String> lines = DatasetTable.of(evaluate()).lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("top ") || line.startsWith("global  "))
                .hasSizeGreaterThan(12);
    }

    @Test
    void tuningChoosesOnOtherQueriesThanItMeasures() {
        DatasetEvaluation evaluation = evaluate();
        Tuning tuning = Tuning.of(evaluation.global(), evaluation.grid(), 2);
        assertThat(tuning.best()).isEqualTo(evaluation.best().orElseThrow());
        assertThat(tuning.folds()).hasSize(2);
        assertThat(tuning.heldOut()).isGreaterThan(tuning.heldOutBefore());
        double own = evaluation
                .dataset()
                .lists()
                .protocol()
                .mainFigure(evaluation.at(tuning.folds().getFirst().chosen()).means(query -> query % 2 == 0));
        assertThat(tuning.folds().getFirst().heldOut()).isCloseTo(own, within(1e-12));
        assertThat(Tuning.of(evaluation.global(), evaluation.grid(), 2)).isEqualTo(tuning);
    }

    @Test
    void globalRankingIsComputedFromRawDescriptorsWhereThereIsNone() throws IOException {
        Files.delete(root.resolve("nn_dinov2.json"));
        float[][] queries = new float[MadeDataset.QUERIES][8];
        float[][] gallery = new float[MadeDataset.IMAGES][8];
        for (int row = 0; row < gallery.length; row++) {
            gallery[row][row / 6] = 3;
            gallery[row][7] = 0.01f * row;
        }
        for (int query = 0; query < queries.length; query++) {
            queries[query][query] = 1;
        }
        Files.write(root.resolve("dinov2_query_global.pt"), bytes(queries));
        Files.write(root.resolve("dinov2_gallery_global.pt"), bytes(gallery));
        DatasetEvaluation evaluation = DatasetEvaluation.globalOnly(Dataset.read(folder(), Optional.empty()));
        assertThat(evaluation.global().mainFigure()).isEqualTo(1);
    }

    @Test
    void groupsAreADatasetToo() throws IOException {
        Files.writeString(root.resolve("groups.json"), "{\"a\": [\"a/1.jpg\", \"a/2.jpg\"]}");
        Files.writeString(root.resolve("test_gallery.txt"), "x.jpg\na/2.jpg,640,480\na/1.jpg\n");
        Files.writeString(root.resolve("nn_dinov2.json"), "[[[0.9, 0.8, 0.1], [1, 0.5, 0.4]], [[2, 1, 0], [1, 0, 2]]]");
        DatasetFolder folder = new DatasetFolder(root, DatasetKind.GROUPS, "dinov2");
        DatasetEvaluation evaluation = DatasetEvaluation.globalOnly(Dataset.read(folder, Optional.empty()));
        assertThat(evaluation.global().mainFigure()).isCloseTo((1 + 0.25) / 2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gnd_roxford5k.json | `{"gnd": [{"easy": [1], "hard": [2]}]}` | gnd[0].junk
            gnd_roxford5k.json | `{"gnd": [{"easy": [1], "hard": [1], "junk": []}]}` | gnd[0]
            gnd_roxford5k.json | `{"gnd": [{"easy": ["a"], "hard": [1], "junk": []}]}` | gnd[0].easy[0]
            gnd_roxford5k.json | `{"gnd": [{"easy": [-1], "hard": [], "junk": []}]}` | gnd[0].easy
            gnd_roxford5k.json | `{"images": []}` | gnd
            gnd_roxford5k.json | `{` | gnd_roxford5k.json
            nn_dinov2.json | `[[[0.5]], [[0]]]` | nn_dinov2.json
            nn_dinov2.json | `[[[0.5, 0.4], [0.5]], [[0, 1], [1, 0]]]` | nn_dinov2.json
            scores1_hard.json | `[[1, 2]]` | scores1_hard.json
            """)
    void damagedFileIsNamedWithTheKey(String file, String content, String subject) throws IOException {
        Files.writeString(root.resolve(file), content);
        assertThatThrownBy(() -> Dataset.read(folder(), Optional.empty()).storedScores())
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code)
                .satisfies(e -> assertThat(e.subject()).contains(subject));
    }

    @ParameterizedTest
    @CsvSource({"gnd_roxford5k.json, gnd_roxford5k.pkl", "nn_dinov2.json, nn_dinov2.pkl"})
    void missingFileIsNamed(String file, String subject) throws IOException {
        Files.delete(root.resolve(file));
        assertThatThrownBy(() -> Dataset.read(folder(), Optional.empty()))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.NOT_FOUND, PatchrankException::code)
                .satisfies(e -> assertThat(e.subject()).contains(subject));
    }

    @Test
    void rowBeyondTheGalleryIsRefused() throws IOException {
        Files.writeString(root.resolve("test_gallery.txt"), "one.jpg\n".repeat(MadeDataset.IMAGES - 1));
        assertThatThrownBy(() -> Dataset.read(folder(), Optional.empty()))
                .isInstanceOf(PatchrankException.class)
                .hasMessageContaining("row 39")
                .hasMessageContaining("39 images");
    }

    @Test
    void shortlistLongerThanTheStoredScoresIsRefused() {
        Dataset dataset = Dataset.read(folder(), Optional.empty());
        Grid deep = new Grid(List.of(30), List.of(0.5), List.of(1.0));
        assertThatThrownBy(() -> DatasetEvaluation.reranked(dataset, "stored", dataset.storedScores(), deep, () -> {}))
                .isInstanceOf(PatchrankException.class)
                .hasMessageContaining("--topk");
    }

    private DatasetFolder folder() {
        return new DatasetFolder(root, DatasetKind.ROXFORD5K, "dinov2");
    }

    private DatasetEvaluation evaluate() {
        Dataset dataset = Dataset.read(folder(), Optional.empty());
        return DatasetEvaluation.reranked(dataset, "stored", dataset.storedScores(), GRID, () -> {});
    }

    private static byte[] bytes(float[][] rows) {
        ByteBuffer bytes =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }
}
