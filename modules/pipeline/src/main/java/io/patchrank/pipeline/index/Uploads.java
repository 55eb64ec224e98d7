package io.patchrank.pipeline.index;

import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.imaging.ImageFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that came as bytes, kept as files named by their digest: the same bytes are kept once. Blocks, but for
 * {@link #release}. Thread-safe.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final Pattern KEPT = Pattern.compile("[0-9a-f]{64}(\\.[a-z0-9]{1,5})?");
    private static final Pattern EXTENSION = Pattern.compile(".*(\\.[a-z0-9]{1,5})");

    private final Path folder;
    /** Files that are on their way to a row, and how many times. */
    private final Map<Path, Integer> claims = new HashMap<>();

    /** @param files that were deleted */
    record Swept(int files, long bytes) {}

    Uploads(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the bytes durably. The file stays at least until {@link #release}, by when it has a row.
     *
     * @param name only its ending is used
     * @return the file, absolute
     */
    Path keep(String name, byte[] bytes) {
        Matcher extension = EXTENSION.matcher(name.toLowerCase(Locale.ROOT));
        Path file = folder.resolve(ImageFile.sha256(bytes) + (extension.matches() ? extension.group(1) : ""));
        claim(file);
        try {
            if (!Files.exists(file)) {
                write(file, bytes);
            }
            return file;
        } catch (RuntimeException e) {
            release(file);
            throw e;
        }
    }

    private void write(Path file, byte[] bytes) {
        try {
            // Not the folders above: where those are gone, an unmounted disk would be written to.
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} was made by another upload", folder, e);
        } catch (IOException e) {
            throw DiskFailure.typed(e, folder, "the folder of uploads");
        }
        AtomicFile.write(file, bytes);
    }

    private synchronized void claim(Path file) {
        claims.merge(file, 1, Integer::sum);
    }

    /** The file that {@link #keep} has named has its row, or needs none. */
    synchronized void release(Path file) {
        claims.computeIfPresent(file, (f, times) -> times > 1 ? times - 1 : null);
    }

    /**
     * Deletes the files of uploads that were removed from the gallery. What the catalogue knows nothing of stays: the
     * data folder may have been moved, and its rows name another.
     */
    Swept sweep(GalleryIndex index) {
        MetadataFilter ours = new MetadataFilter.SourcePrefix(folder + File.separator);
        List<Long> sizes = new ArrayList<>();
        index.forEachPage(Set.of(ImageState.Kind.REMOVED), ours, page -> page.stream()
                .map(removed -> sweep(Path.of(removed.source()), index))
                .forEach(size -> size.ifPresent(sizes::add)));
        return new Swept(sizes.size(), sizes.stream().mapToLong(size -> size).sum());
    }

    /** Size of the file, if it was deleted. */
    private synchronized OptionalLong sweep(Path file, GalleryIndex index) {
        boolean ours = folder.equals(file.getParent())
                && KEPT.matcher(file.getFileName().toString()).matches();
        if (!ours || claims.containsKey(file) || index.bySource(file.toString()).isPresent()) {
            return OptionalLong.empty();
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return OptionalLong.empty();
            }
            long size = Files.size(file);
            Files.delete(file);
            return OptionalLong.of(size);
        } catch (IOException e) {
            throw DiskFailure.typed(e, file, "the file of a removed upload");
        }
    }
}
