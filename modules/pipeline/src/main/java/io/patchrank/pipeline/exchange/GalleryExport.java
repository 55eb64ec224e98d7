package io.patchrank.pipeline.exchange;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.AmesLocations;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.exchange.DescriptorFileWriter;
import io.patchrank.storage.exchange.TextLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a gallery as other programs read it. Owns the data folder meanwhile, so no server may run on it. Memory grows
 * with the names of the images, not with their features; every file appears whole or not at all. Blocks.
 */
public final class GalleryExport {
    private final Request request;

    /** Number format of local descriptors. */
    public enum Precision {
        FLOAT16,
        FLOAT32;

        StoredType type() {
            return StoredType.valueOf(name());
        }
    }

    /**
     * What to write.
     *
     * @param data the data folder
     * @param out folder for the files, made if need be
     * @param name of the descriptors, which the file names begin with
     * @param split {@code gallery}, {@code query} or any other word, part of the file names; empty for none
     * @param descriptors kept of an image; empty for all that are stored
     * @param images folder that the images are named relative to; empty for the deepest common one
     */
    public record Request(
            Path data,
            Path out,
            String name,
            String split,
            Optional<Integer> descriptors,
            Precision precision,
            Optional<Path> images,
            MetadataFilter filter) {
        public Request {
            requireFileName("--name", name);
            if (!split.isEmpty()) {
                requireFileName("--split", split);
            }
            if (descriptors.filter(n -> n < 1).isPresent()) {
                throw new PatchrankException(ErrorCode.BAD_REQUEST, "--descriptors", "must be at least 1");
            }
        }

        private static void requireFileName(String option, String text) {
            if (!text.matches("[A-Za-z0-9._+-]+")) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST, option, "is part of file names: letters, digits, . _ + - only");
            }
        }

        /** {@code _gallery}, as AMES writes it; empty for none. */
        String suffix() {
            return split.isEmpty() ? "" : "_" + split;
        }
    }

    /**
     * What was written.
     *
     * @param descriptors of an image
     * @param model fingerprint
     */
    public record Written(
            List<Path> files, int images, int descriptors, int localDimension, int globalDimension, String model) {
        public Written {
            files = List.copyOf(files);
        }
    }

    public GalleryExport(Request request) {
        this.request = request;
    }

    /**
     * AMES' files: {@code NAME_SPLIT_local.hdf5}, {@code NAME_SPLIT_global.pt} and the image list
     * {@code test_SPLIT.txt} (Suma et al., ECCV 2024, {@code extract/image_dataset.py}).
     */
    public Written ames() {
        try (OpenGallery gallery = OpenGallery.of(request.data(), request.filter())) {
            int count = count(gallery);
            int images = gallery.images().size();
            int dimension = gallery.options().localDimension();
            List<String> names = ExportNames.of(gallery.images(), request.images());
            names.forEach(GalleryExport::requireListed);
            String stem = request.name() + request.suffix();
            Path locals = request.out().resolve(stem + "_local.hdf5");
            DescriptorFileWriter.writeLocals(
                    locals,
                    images,
                    count,
                    dimension,
                    request.precision().type(),
                    row -> AmesLocations.exchanged(gallery.locals(row, count)));
            Path globals = request.out().resolve(stem + "_global.pt");
            DescriptorFileWriter.writeGlobals(globals, images, gallery::global);
            Path list = request.out().resolve("test" + request.suffix() + ".txt");
            TextLines.write(list, names.iterator());
            return written(gallery, List.of(locals, globals, list));
        }
    }

    private static void requireListed(String name) {
        if (name.contains(",") || name.contains("\n")) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    name,
                    "has a comma or a line end in its name, where AMES' lists end a field");
        }
    }

    /**
     * hloc's files: local features, global features, pairs and matches.
     *
     * @param pairs of each image with its nearest others; 0 writes neither pairs nor matches
     */
    public Written hloc(int pairs) {
        try (OpenGallery gallery = OpenGallery.of(request.data(), request.filter())) {
            HlocExport export = new HlocExport(gallery, request, count(gallery));
            return written(gallery, export.write(pairs));
        }
    }

    private int count(OpenGallery gallery) {
        int stored = gallery.options().topK();
        return Math.min(request.descriptors().orElse(stored), stored);
    }

    private Written written(OpenGallery gallery, List<Path> files) {
        return new Written(
                files,
                gallery.images().size(),
                count(gallery),
                gallery.options().localDimension(),
                gallery.options().globalDimension(),
                gallery.options().modelFingerprint());
    }
}
