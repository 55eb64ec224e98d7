package io.patchrank.rerank.stage;

import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.rerank.Reranker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a batch needs, each key once even when several queries want it. Runs on a reader thread and blocks it. */
final class BatchReader {
    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    private final LocalsSource source;

    BatchReader(LocalsSource source) {
        this.source = source;
    }

    /** Never throws: a reader that dies would leave all jobs waiting. */
    LoadedBatch read(Batch batch) {
        long start = System.nanoTime();
        Set<JobRun> runs = batch.runs();
        runs.forEach(run -> run.reads(1));
        List<FeatureKey> keys = batch.tasks().stream()
                .filter(task -> task.run().isRunning())
                .map(PairTask::key)
                .distinct()
                .toList();
        Map<FeatureKey, LocalDescriptors> locals = new HashMap<>();
        Map<FeatureKey, PatchrankException> failures = new HashMap<>();
        if (!keys.isEmpty()) {
            try {
                readAll(keys, batch.reranker(), locals);
            } catch (Throwable e) {
                LOG.debug("reading {} candidates failed, reading them one by one", keys.size(), e);
                readEach(keys, batch.reranker(), locals, failures);
            }
        }
        runs.forEach(run -> run.reads(-1));
        LOG.debug("{} candidates read in {} ms", locals.size(), (System.nanoTime() - start) / 1_000_000);
        return new LoadedBatch(batch, locals, failures);
    }

    private void readAll(List<FeatureKey> keys, Reranker reranker, Map<FeatureKey, LocalDescriptors> locals) {
        List<LocalDescriptors> read = source.read(keys, reranker.descriptorCount(), reranker.reads());
        if (read.size() != keys.size()) {
            throw new IllegalStateException(
                    "the source gave " + read.size() + " images' descriptors for " + keys.size() + " keys");
        }
        for (int i = 0; i < read.size(); i++) {
            locals.put(keys.get(i), read.get(i));
        }
    }

    private void readEach(
            List<FeatureKey> keys,
            Reranker reranker,
            Map<FeatureKey, LocalDescriptors> locals,
            Map<FeatureKey, PatchrankException> failures) {
        for (FeatureKey key : keys) {
            try {
                readAll(List.of(key), reranker, locals);
            } catch (Throwable e) {
                failures.put(key, PairOutcome.typed(key, e));
            }
        }
    }
}
