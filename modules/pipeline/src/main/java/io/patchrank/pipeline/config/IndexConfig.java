package io.patchrank.pipeline.config;

import io.patchrank.index.ApproximateSearch;
import io.patchrank.index.IndexOptions;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/**
 * The catalogue and the global search.
 *
 * @param exactBelow galleries with fewer images are searched exactly, larger ones by {@code method}
 * @param method how large galleries are searched
 * @param ivfProbe share of the gallery that a search by inverted lists reads
 * @param hnswConnections neighbours of a node of the graph (M)
 * @param hnswBeam candidates kept while the graph is built (efConstruction)
 * @param commitInterval how long a change waits for others to share its commit
 * @param commitBatch changes that are committed without waiting longer
 */
public record IndexConfig(
        @Default("50000") @Min(0) int exactBelow,
        @Default("ivf") ApproximateSearch method,

        @Default("0.1")
        @DecimalMin(value = "0", inclusive = false, message = "must be above 0")
        @DecimalMax(value = "1", message = "must be at most 1")
        double ivfProbe,

        @Default("16") @Min(2) @Max(512) int hnswConnections,
        @Default("100") @Min(1) @Max(3200) int hnswBeam,

        @Default("500ms") @DurationMax(seconds = 10, message = "must be at most 10s")
        Duration commitInterval,

        @Default("64") @Min(1) int commitBatch) {
    /** The same for the index. */
    public IndexOptions options() {
        IndexOptions defaults = IndexOptions.defaults();
        return new IndexOptions(
                exactBelow,
                method,
                ivfProbe,
                defaults.overSearch(),
                defaults.graphFrom(),
                hnswConnections,
                hnswBeam,
                defaults.ramBufferMegabytes());
    }
}
