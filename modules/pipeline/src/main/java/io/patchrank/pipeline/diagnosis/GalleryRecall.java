package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.index.RecallReport;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.data.DataFolder;

/**
 * How much of the nearest descriptors the approximate search of a gallery finds.
 *
 * @param method of the approximate search, as the configuration names it
 * @param queries images of the gallery that served as queries
 * @param k neighbours asked for
 * @param recall share of what it found that is at least as similar as the exact k-th, 0..1
 * @param exactMs mean time of an exact search
 * @param approximateMs mean time of an approximate search
 */
public record GalleryRecall(String method, int queries, int k, double recall, double exactMs, double approximateMs) {
    /**
     * Measures a gallery that nobody else has open.
     *
     * @param sample so many images of the gallery serve as queries
     * @param k neighbours of each
     * @throws PatchrankException {@code NOT_FOUND} when nothing is kept in the folder, {@code DATA_FOLDER_IN_USE},
     *     {@code BAD_REQUEST}
     */
    public static GalleryRecall measure(PatchrankConfig config, int sample, int k) {
        if (!DataFolder.exists(config.data())) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    config.data().toString(),
                    "holds no gallery; name its data folder with --data");
        }
        try (DataFolder folder = DataFolder.open(config.data());
                LuceneGalleryIndex index = LuceneGalleryIndex.open(
                        folder.catalogue(), config.index().options())) {
            RecallReport report = index.recall(sample, k);
            return new GalleryRecall(
                    config.index().method().toString(),
                    report.queries(),
                    report.k(),
                    report.recall(),
                    report.exactMillis(),
                    report.approximateMillis());
        }
    }
}
