package io.patchrank.rerank.stage;

import io.patchrank.api.feature.FeatureKey;

/** One candidate of one job on its way through the stage. */
record PairTask(JobRun run, int position) {
    FeatureKey key() {
        return run.job().shortlist().get(position).key();
    }
}
