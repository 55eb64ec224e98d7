package io.patchrank.pipeline.exchange;

import io.patchrank.storage.exchange.DescriptorMerge;
import java.nio.file.Path;
import java.util.List;

/** Several descriptor files as one. Blocks. */
public final class FileMerge {
    private FileMerge() {}

    /** What was written; see {@link DescriptorMerge.Merged}. */
    public record Merged(Path file, int files, int images, int descriptors, int localDimension, String type) {}

    /** Refers to the files where they are. */
    public static Merged byReference(Path out, List<Path> files) {
        try (DescriptorMerge merge = DescriptorMerge.of(out, files)) {
            return of(merge.byReference());
        }
    }

    /** Copies their rows. */
    public static Merged byCopy(Path out, List<Path> files) {
        try (DescriptorMerge merge = DescriptorMerge.of(out, files)) {
            return of(merge.byCopy(() -> {}));
        }
    }

    private static Merged of(DescriptorMerge.Merged merged) {
        return new Merged(
                merged.file(), merged.files(), merged.rows(), merged.topK(), merged.dimension(), merged.type());
    }
}
