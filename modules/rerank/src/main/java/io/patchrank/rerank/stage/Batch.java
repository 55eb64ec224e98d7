package io.patchrank.rerank.stage;

import io.patchrank.api.rerank.Reranker;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/**
 * Pairs taken up together, all for one re-ranker.
 *
 * @param drawnAt when, by the stage's clock, ns
 */
record Batch(Reranker reranker, List<PairTask> tasks, long drawnAt) {
    /** The jobs that it has candidates of. */
    Set<JobRun> runs() {
        return tasks.stream().map(PairTask::run).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Work on the batch, on a thread of the stage, whose log lines name its jobs; several are joined by commas. */
    <T> T logged(Supplier<T> work) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        tasks.stream().map(task -> task.run().job()).distinct().forEach(job -> job.logged()
                .forEach((key, value) ->
                        values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value)));
        values.forEach((key, texts) -> MDC.put(key, String.join(",", texts)));
        try {
            return work.get();
        } finally {
            values.keySet().forEach(MDC::remove);
        }
    }
}
