package io.patchrank.cli;

import io.patchrank.pipeline.diagnosis.GalleryRecall;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the approximate search of large galleries. */
@Command(
        name = "recall",
        description = {
            "Measures what the approximate search of this gallery finds of the nearest global descriptors, and the time"
                    + " that it and the exact search take. Images of the gallery serve as queries; no server may have it"
                    + " open.",
            "Compare settings with --set index.ivf-probe=0.2; index.exact-below decides from how many images on it is"
                    + " used."
        })
final class GalleryRecallCommand extends Operation {
    @Option(names = "--sample", paramLabel = "N", description = "Queries (default: ${DEFAULT-VALUE}).")
    private int sample = 100;

    @Option(names = "--k", paramLabel = "K", description = "Neighbours of each (default: ${DEFAULT-VALUE}).")
    private int k = 100;

    @Override
    int run(Output output) {
        GalleryRecall recall = GalleryRecall.measure(options().config(), sample, k);
        output.result(recall, json -> text(recall));
        return 0;
    }

    private static String text(GalleryRecall recall) {
        return String.format(
                Locale.ROOT,
                "recall@%d of %s: %.4f (%d queries); %.2f ms a search, exact %.2f ms",
                recall.k(),
                recall.method(),
                recall.recall(),
                recall.queries(),
                recall.approximateMs(),
                recall.exactMs());
    }
}
