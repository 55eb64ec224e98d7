package io.patchrank.testkit.hostile;

import io.patchrank.pipeline.ColourGridExtractor;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The process that watches the folder: all stages but the page, real decoding, a small extractor. */
final class HostileChild {
    static final String READY = "READY";

    private HostileChild() {}

    /** Arguments: data folder, watched folder. Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        PatchrankConfig config = PatchrankConfig.load(
                Optional.empty(),
                Map.of(
                        // One at a time, so that it shows how long each takes.
                        "watch.outstanding", "1",
                        "data", Path.of(args[0]).toString(),
                        "stages", "watch,decode,extract,store,index,search,rerank",
                        "watch.folders", args[1],
                        "watch.settle", "100ms",
                        "watch.rescan", "1s",
                        "model.locals.top-k", "16",
                        "store.group-commit", "2ms",
                        "index.commit-interval", "2ms"));
        Patchrank.start(config, ColourGridExtractor::new);
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
