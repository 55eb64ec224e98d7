package io.patchrank.evaluation.protocol;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.metrics.PrecisionRule;
import io.patchrank.evaluation.metrics.Relevance;
import io.patchrank.evaluation.metrics.RetrievalScores;
import io.patchrank.evaluation.truth.QueryTruth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All that is measured on a dataset. Follows {@code compute_metrics} of pavelsuma/ames (Suma et al., "AMES", ECCV 2024).
 *
 * @param queries how many queries are evaluated; those behind them are not
 * @param tasks in the order in which they are reported
 * @param main names of the tasks whose mean mAP two rankings are compared by
 */
public record Protocol(int queries, List<Task> tasks, List<String> main) {
    /** Google Landmarks v2 publishes one list of queries; its last 750 are the private half, the rest the public one. */
    public static final int PRIVATE_LANDMARKS = 750;

    private static final int LANDMARKS_DEPTH = 100;
    private static final RetrievalScores UNKNOWN = RetrievalScores.mean(List.of());

    public Protocol {
        tasks = List.copyOf(tasks);
        main = List.copyOf(main);
    }

    /**
     * Easy, medium and hard of revisited Oxford and Paris (Radenović et al., CVPR 2018): positives are easy, easy and
     * hard, or hard images; what is neither positive nor negative is junk. Easy and medium take shortlists without junk,
     * hard takes them without junk and without easy images.
     */
    public static Protocol revisited(List<QueryTruth> truth) {
        Setting medium = new Setting("medium", rows(truth, "junk"));
        Setting hard = new Setting("hard", rows(truth, "junk", "easy"));
        return new Protocol(
                truth.size(),
                List.of(
                        whole("easy", relevance(rows(truth, "easy"), rows(truth, "junk", "hard")), medium),
                        whole("medium", relevance(rows(truth, "easy", "hard"), rows(truth, "junk")), medium),
                        whole("hard", relevance(rows(truth, "hard"), rows(truth, "junk", "easy")), hard)),
                List.of("medium", "hard"));
    }

    /** mAP@100 of Google Landmarks v2, test: public, private and all queries. */
    public static Protocol landmarksTest(List<QueryTruth> truth) {
        int split = publicQueries(truth);
        return new Protocol(
                truth.size(),
                List.of(
                        landmarks("public", 0, split, truth),
                        landmarks("private", split, truth.size(), truth),
                        landmarks("all", 0, truth.size(), truth)),
                List.of("all"));
    }

    /** mAP@100 of Google Landmarks v2 on the public queries only: the validation split that AMES is tuned on. */
    public static Protocol landmarksValidation(List<QueryTruth> truth) {
        int split = publicQueries(truth);
        return new Protocol(split, List.of(landmarks("public", 0, split, truth)), List.of("public"));
    }

    /** One task over the whole list: positives are {@code ok}, {@code junk} is optional. INSTRE and groups. */
    public static Protocol instances(List<QueryTruth> truth) {
        List<BitSet> junk = optionalJunk(truth);
        Task all = whole("all", relevance(rows(truth, "ok"), junk), new Setting("all", junk));
        return new Protocol(truth.size(), List.of(all), List.of("all"));
    }

    /** @throws IllegalArgumentException for a name that no task has */
    public Task task(String name) {
        return tasks.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task " + name));
    }

    /** The settings of the tasks, each once. */
    public List<Setting> settings() {
        return tasks.stream().map(Task::setting).distinct().toList();
    }

    /** The figure that two rankings are compared by: the mean mAP of the main tasks that have one. */
    public double mainFigure(Map<String, RetrievalScores> byTask) {
        return main.stream()
                .mapToDouble(name -> byTask.getOrDefault(name, UNKNOWN).map())
                .filter(map -> !Double.isNaN(map))
                .average()
                .orElse(Double.NaN);
    }

    private static Task whole(String name, List<Relevance> relevance, Setting setting) {
        return new Task(name, 0, relevance, PrecisionRule.TRAPEZOIDAL, Integer.MAX_VALUE, setting);
    }

    private static Task landmarks(String name, int from, int to, List<QueryTruth> truth) {
        List<BitSet> junk = optionalJunk(truth);
        return new Task(
                name,
                from,
                relevance(rows(truth, "ok"), junk).subList(from, to),
                PrecisionRule.RECTANGULAR,
                LANDMARKS_DEPTH,
                new Setting("all", junk));
    }

    private static int publicQueries(List<QueryTruth> truth) {
        if (truth.size() <= PRIVATE_LANDMARKS) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    "gnd",
                    "Google Landmarks v2 has " + PRIVATE_LANDMARKS
                            + " private queries behind the public ones; here are " + truth.size() + " in all");
        }
        return truth.size() - PRIVATE_LANDMARKS;
    }

    private static List<Relevance> relevance(List<BitSet> positives, List<BitSet> junk) {
        return IntStream.range(0, positives.size())
                .mapToObj(query -> Relevance.of(positives.get(query), junk.get(query)))
                .toList();
    }

    private static List<BitSet> rows(List<QueryTruth> truth, String... names) {
        return truth.stream().map(query -> query.rows(names)).toList();
    }

    private static List<BitSet> optionalJunk(List<QueryTruth> truth) {
        List<BitSet> junk = new ArrayList<>();
        for (QueryTruth query : truth) {
            junk.add(query.optional("junk").isPresent() ? query.rows("junk") : new BitSet());
        }
        return junk;
    }
}
