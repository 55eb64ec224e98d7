package io.patchrank.evaluation.dataset;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Writes a small revisited dataset into a folder: ground truth, global ranking and raw scores as JSON. */
public final class MadeDataset {
    public static final int QUERIES = 6;
    public static final int IMAGES = 40;
    public static final int DEPTH = 20;

    private MadeDataset() {}

    /**
     * Rows 6q to 6q+1 are easy, 6q+2 to 6q+3 hard, 6q+4 to 6q+5 junk of query q. The global ranking is noise with a
     * slight preference for what is right; raw scores know better.
     */
    public static DatasetFolder write(Path folder) throws IOException {
        JsonMapper json = new JsonMapper();
        Random random = new Random(4);
        List<Map<String, Object>> truth = new ArrayList<>();
        List<List<Double>> similarities = new ArrayList<>();
        List<List<Integer>> rows = new ArrayList<>();
        for (int query = 0; query < QUERIES; query++) {
            int first = 6 * query;
            truth.add(Map.of(
                    "easy", List.of(first, first + 1),
                    "hard", List.of(first + 2, first + 3),
                    "junk", List.of(first + 4, first + 5),
                    "bbx", List.of(0.5, 1, 100, 80)));
            double[] scores = IntStream.range(0, IMAGES)
                    .mapToDouble(row -> random.nextDouble() + (row / 6 == first / 6 ? 0.3 : 0))
                    .toArray();
            List<Integer> order = IntStream.range(0, IMAGES)
                    .boxed()
                    .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                    .toList();
            rows.add(order);
            similarities.add(order.stream().map(row -> scores[row]).toList());
        }
        write(folder, json, "gnd_roxford5k.json", Map.of("gnd", truth));
        write(folder, json, "nn_dinov2.json", List.of(similarities, rows));
        for (String setting : List.of("medium", "hard")) {
            write(folder, json, "scores1_" + setting + ".json", scores(setting, rows));
        }
        return new DatasetFolder(folder, DatasetKind.ROXFORD5K, "dinov2");
    }

    /** Raw score of a pair: 2 for what is right, −2 for the rest, in the order of the setting's shortlist. */
    private static List<double[]> scores(String setting, List<List<Integer>> rows) {
        List<double[]> scores = new ArrayList<>();
        for (int query = 0; query < QUERIES; query++) {
            int first = 6 * query;
            int q = query;
            int[] aside = setting.equals("hard")
                    ? new int[] {first + 4, first + 5, first, first + 1}
                    : new int[] {first + 4, first + 5};
            int[] kept = rows.get(query).stream()
                    .mapToInt(Integer::intValue)
                    .filter(row -> Arrays.stream(aside).noneMatch(a -> a == row))
                    .limit(DEPTH)
                    .toArray();
            scores.add(Arrays.stream(kept)
                    .mapToDouble(row -> row / 6 == q && row % 6 < 4 ? 2 : -2)
                    .toArray());
        }
        return scores;
    }

    private static void write(Path folder, JsonMapper json, String name, Object value) throws IOException {
        Files.write(folder.resolve(name), json.writeValueAsBytes(value));
    }
}
