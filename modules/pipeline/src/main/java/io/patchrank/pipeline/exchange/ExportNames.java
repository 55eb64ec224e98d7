package io.patchrank.pipeline.exchange;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.GalleryImage;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of gallery images in files for others: paths below the folder of the images, with forward slashes. */
final class ExportNames {
    private ExportNames() {}

    /**
     * @param root the folder of the images; when empty, the deepest folder that all images with absolute paths lie in
     * @throws PatchrankException {@code BAD_REQUEST} when two images get one name
     */
    static List<String> of(List<GalleryImage> images, Optional<Path> root) {
        Optional<Path> folder = root.map(r -> r.toAbsolutePath().normalize()).or(() -> commonFolder(images));
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (GalleryImage image : images) {
            Path source = Path.of(image.source());
            Path name = folder.filter(f -> source.isAbsolute() && source.startsWith(f) && !source.equals(f))
                    .map(f -> f.relativize(source))
                    .orElse(source);
            String text = name.toString().replace(File.separatorChar, '/');
            if (!seen.add(text)) {
                throw new PatchrankException(ErrorCode.BAD_REQUEST, text, "two images would have this name");
            }
            names.add(text);
        }
        return names;
    }

    private static Optional<Path> commonFolder(List<GalleryImage> images) {
        Optional<Path> common = Optional.empty();
        for (GalleryImage image : images) {
            Path source = Path.of(image.source());
            Path folder = source.getParent();
            if (source.isAbsolute() && folder != null) {
                common = common.isEmpty() ? Optional.of(folder) : common.flatMap(c -> shared(c, folder));
            }
        }
        return common;
    }

    private static Optional<Path> shared(Path a, Path b) {
        for (Path at = a; at != null; at = at.getParent()) {
            if (b.startsWith(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
