package io.patchrank.cli;

import io.patchrank.cli.access.Shown;
import io.patchrank.cli.measure.LeaveOneOut;
import io.patchrank.cli.measure.MeasuredGallery;
import io.patchrank.cli.measure.Measurement;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.report.ContactSheet;
import io.patchrank.evaluation.report.ImageSource;
import io.patchrank.evaluation.truth.GroupTruth;
import io.patchrank.pipeline.Patchrank;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.Stage;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ingest of a folder with a ground truth, and all its searches.
 *
 * @param images folder of all images
 * @param rerank name of the re-ranker; empty for the configured one
 * @param shortlist how many to re-rank; empty for as many as configured
 */
record Measuring(Path images, GroupTruth truth, Optional<String> rerank, Optional<Integer> shortlist) {
    private static final int QUERIES_SHOWN = 8;

    /** The gallery while it is open. */
    record Opened(Patchrank app, BusClient bus, MeasuredGallery gallery) {}

    /** What is measured on it. */
    @FunctionalInterface
    interface Searches<T> {
        T run(Opened opened);
    }

    /** @param settings of the configuration; what the user gave goes before them */
    Measurement run(GlobalOptions options, Map<String, String> settings, Output output) {
        return with(options, settings, output, opened -> search(opened, rerank, new JsonObject(), output));
    }

    /** Searches with every query once. */
    Measurement search(Opened opened, Optional<String> reranker, JsonObject rerankOptions, Output output) {
        try (Progress searching =
                Operation.progress(output, "search", truth.images().size())) {
            LeaveOneOut searches = new LeaveOneOut(opened.bus(), opened.gallery(), reranker, shortlist, rerankOptions);
            return Measurement.of(opened.gallery(), searches.run(searching));
        }
    }

    /** Opens the gallery, ingests the folder, and measures. */
    <T> T with(GlobalOptions options, Map<String, String> settings, Output output, Searches<T> searches) {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        // Lists are as long as the gallery.
        flags.put("search.max-limit", Integer.toString(Integer.MAX_VALUE));
        PatchrankConfig config = options.load(flags).config().withStages(EnumSet.complementOf(EnumSet.of(Stage.WATCH)));
        try (Patchrank app = Patchrank.start(config);
                BusClient bus = app.client()) {
            Shown.remember(bus, List.of(images));
            MeasuredGallery gallery = MeasuredGallery.ingest(
                    bus, images, truth, config.watch(), total -> Operation.progress(output, "ingest", total));
            return searches.run(new Opened(app, bus, gallery));
        }
    }

    /** The same in a temporary data folder, unless the user named one. */
    <T> T inItsOwnFolder(GlobalOptions options, Map<String, String> settings, Output output, Searches<T> searches) {
        if (options.data().isPresent()) {
            return with(options, settings, output, searches);
        }
        try (TemporaryFolder data = new TemporaryFolder("patchrank-evaluate-")) {
            Map<String, String> flags = new LinkedHashMap<>(settings);
            flags.put("data", data.path().toString());
            return with(options, flags, output, searches);
        }
    }

    /** Draws some telling queries with their lists before and after. */
    void draw(Path sheet, String title, Measurement measured) {
        new ContactSheet(ImageSource.folder(images)).write(sheet, title, measured.report(), QUERIES_SHOWN);
    }
}
