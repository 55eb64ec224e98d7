package io.patchrank.pipeline.config;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The stage that finds images in folders.
 *
 * @param folders to watch; none is allowed, images then come over the bus only
 * @param extensions of files that are taken for images, lower-case, without the dot
 * @param recursive whether the folders below are watched too
 * @param settle how long size and time of a file must be still before it is read
 * @param rescan time between two full scans, which find what the events missed
 * @param outstanding images on their way through ingest at the same time
 * @param followLinks whether symbolic links are followed
 * @param shown folders whose pictures may be shown too, beside the watched ones
 */
public record WatchConfig(
        @Default("") List<Path> folders,

        @Default("jpg,jpeg,png,webp,bmp,tif,tiff,gif") @NotEmpty
        List<String> extensions,

        @Default("true") boolean recursive,
        @Default("1s") Duration settle,

        @Default("60s") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration rescan,

        @Default("64") @Min(1) int outstanding,
        @Default("false") boolean followLinks,
        @Default("") List<Path> shown) {
    public WatchConfig {
        folders = List.copyOf(folders);
        extensions = List.copyOf(extensions);
        shown = List.copyOf(shown);
    }

    public WatchConfig withFolders(List<Path> others) {
        return new WatchConfig(others, extensions, recursive, settle, rescan, outstanding, followLinks, shown);
    }
}
