package io.patchrank.testkit.soak;

import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The process that is watched: all stages but the page, the embedded network at a small size. Prints a line
 * {@code SAMPLE} now and then.
 */
final class SoakChild {
    static final String SAMPLE = "SAMPLE ";
    private static final int SAMPLES = 40;
    /** Of a run by time, extractions between two samples. */
    private static final int EVERY = 500;

    private static final String ALL_BLOCKS = "7";
    /** What leaks in one block leaks in the others. */
    private static final String FEW_BLOCKS = "2";

    private SoakChild() {}

    /** Arguments: folder, seed, extractions, minutes (0 to end after the extractions). */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        long extractions = Long.parseLong(args[2]);
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.parseLong(args[3]));
        boolean timed = Long.parseLong(args[3]) > 0;
        try (Patchrank app = Patchrank.start(config(root.resolve("data"), timed ? ALL_BLOCKS : FEW_BLOCKS))) {
            Workload work = new Workload(app, root.resolve("photos"), Long.parseLong(args[1]));
            long every = timed ? EVERY : extractions / SAMPLES;
            while (timed ? System.nanoTime() < until : work.extractions() < extractions) {
                work.run(every);
                System.out.println(SAMPLE
                        + Sample.take(work.extractions(), root.resolve("data"))
                                .toJson()
                                .encode());
            }
            System.out.println("END " + work.done());
        }
    }

    /** Small pictures and segments, so that everything happens often. */
    private static PatchrankConfig config(Path data, String blocks) {
        return PatchrankConfig.load(
                Optional.empty(),
                Map.ofEntries(
                        Map.entry("data", data.toString()),
                        Map.entry("stages", "decode,extract,store,index,search,rerank"),
                        Map.entry("extract.device", "cpu"),
                        Map.entry("model.longest-side", "98"),
                        Map.entry("model.global.parts", "cls:" + blocks + ",gem:" + blocks),
                        Map.entry("model.global.whitening", "none"),
                        Map.entry("model.locals.layer", blocks),
                        Map.entry("model.locals.attention-layer", blocks),
                        Map.entry("model.locals.top-k", "32"),
                        Map.entry("store.segment-images", "40"),
                        Map.entry("store.group-commit", "2ms"),
                        Map.entry("store.compact-interval", "1s"),
                        Map.entry("store.compact-grace", "50ms"),
                        Map.entry("index.exact-below", "0"),
                        Map.entry("index.commit-interval", "20ms"),
                        Map.entry("search.shortlist", "50"),
                        Map.entry("search.queue", "16"),
                        Map.entry("search.deadline", "5m")));
    }
}
