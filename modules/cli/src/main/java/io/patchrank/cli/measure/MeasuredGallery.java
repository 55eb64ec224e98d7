package io.patchrank.cli.measure;

import io.patchrank.api.bus.PutRequest;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.ingest.BulkIngest;
import io.patchrank.cli.ingest.IngestSummary;
import io.patchrank.cli.progress.Progress;
import io.patchrank.evaluation.truth.GroupTruth;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.config.WatchConfig;
import io.patchrank.pipeline.watch.ImageFiles;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * A folder of images with a ground truth, taken into a gallery.
 *
 * @param folder images are named by their path relative to it
 * @param ids gallery id of each image that is searchable, by name
 * @param ingest how taking it in went
 */
public record MeasuredGallery(Path folder, GroupTruth truth, Map<String, String> ids, IngestSummary ingest) {
    public MeasuredGallery {
        ids = Map.copyOf(ids);
    }

    /**
     * Ingests the folder.
     *
     * @param progress made for the number of images
     * @throws PatchrankException the reason why an image of the ground truth was rejected, if one was
     */
    public static MeasuredGallery ingest(
            BusClient bus, Path folder, GroupTruth truth, WatchConfig rules, LongFunction<Progress> progress) {
        Path root = folder.toAbsolutePath().normalize();
        Set<Path> files = new TreeSet<>(new ImageFiles(rules).of(List.of(root)));
        truth.images().forEach(image -> files.add(root.resolve(image)));
        List<PutRequest> puts =
                files.stream().map(f -> PutRequest.ofFile(f.toString())).toList();
        Map<String, String> ids = new ConcurrentHashMap<>();
        Map<String, PatchrankException> refused = new ConcurrentHashMap<>();
        try (Progress shown = progress.apply(puts.size())) {
            IngestSummary summary = new BulkIngest(bus, rules.outstanding()).run(puts, (row, tally) -> {
                String name = nameOf(root, row.getString("source"));
                if ("INDEXED".equals(row.getString("state"))) {
                    ids.put(name, row.getString("id"));
                } else {
                    refused.put(name, reason(row));
                }
                shown.step(tally.rejected() == 0 ? "" : tally.rejected() + " rejected");
            });
            for (String query : truth.images()) {
                PatchrankException reason = refused.get(query);
                if (reason != null) {
                    throw reason;
                }
            }
            return new MeasuredGallery(root, truth, ids, summary);
        }
    }

    private static PatchrankException reason(JsonObject row) {
        return new PatchrankException(
                ErrorCode.valueOf(row.getString("code", ErrorCode.INTERNAL.name())),
                row.getString("source"),
                "the ground truth names this image, but it was rejected: " + row.getString("reason", ""));
    }

    /** The name of a source of this folder. */
    String nameOf(String source) {
        return nameOf(folder, source);
    }

    private static String nameOf(Path folder, String source) {
        return folder.relativize(Path.of(source)).toString().replace(File.separatorChar, '/');
    }
}
