package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.cli.access.Rows;
import io.patchrank.cli.progress.Progress;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.watch.ImageFiles;
import io.patchrank.pipeline.whitening.WhiteningFit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns the whitening of the global descriptor. */
@Command(
        name = "fit-whitening",
        description = {
            "Learns the whitening of the global descriptor, without labels, from the images of the gallery.",
            "It pays with many images (5,000 or more) of a kind that the shipped whitening has not seen; from a small"
                    + " gallery it learns to hide what tells its images apart. Compare with patchrank evaluate.",
            "A gallery holds one model only, and the whitening is part of it: after setting model.global.whitening,"
                    + " ingest into a new data folder."
        })
final class FitWhiteningCommand extends Operation {
    private static final double STRONG_SHRINKAGE = 0.2;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Learn from the images of this folder instead; best unlike those to be searched.")
    private Optional<Path> images = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it (default: whitening.safetensors in the data folder).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--eps", paramLabel = "X", description = "Shrinkage of the covariance (default: 0.2).")
    private double eps = STRONG_SHRINKAGE;

    @Option(
            names = "--keep",
            paramLabel = "DIMS",
            description = "Dimensions kept of each part of the descriptor (default: all).")
    private int keep = Integer.MAX_VALUE;

    @Override
    int run(Output output) {
        PatchrankConfig config = options().config();
        List<Path> files = images.map(folder -> new ImageFiles(config.watch()).of(List.of(folder)))
                .orElseGet(() -> galleryFiles(config));
        if (files.size() < WhiteningFit.ENOUGH_IMAGES) {
            output.note("only " + files.size() + " images: below " + WhiteningFit.ENOUGH_IMAGES
                    + " a whitening may do harm; compare with patchrank evaluate");
        }
        String source = images.map(Path::toString).orElse("gallery");
        Path file = out.orElseGet(() -> config.data().resolve("whitening.safetensors"));
        makeFolderOf(file);
        WhiteningFit.Fitted fitted;
        try (Progress progress = progress(output, "extract", files.size())) {
            fitted = new WhiteningFit(config).run(files, source, eps, keep, file, () -> progress.step(""));
        }
        output.result(
                Map.of(
                        "file", fitted.file().toString(),
                        "images", fitted.images(),
                        "passedOver", fitted.passedOver(),
                        "fingerprint", fitted.fingerprint()),
                json -> text(fitted));
        return 0;
    }

    /** Now, not after the extraction of thousands of images. */
    private static void makeFolderOf(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED,
                    file.toString(),
                    "its folder cannot be made; name another with --out: " + e,
                    e);
        }
    }

    private static List<Path> galleryFiles(PatchrankConfig config) {
        return GalleryAccess.openExisting(config, Purpose.CATALOGUE)
                .map(opened -> {
                    try (GalleryAccess gallery = opened) {
                        Rows rows = Rows.read(
                                gallery, Set.of(ImageState.Kind.INDEXED.name()), new JsonObject(), Integer.MAX_VALUE);
                        return rows.images().stream()
                                .map(row -> Path.of(row.getString("source")))
                                .toList();
                    }
                })
                .orElseGet(List::of);
    }

    private static String text(WhiteningFit.Fitted fitted) {
        return """
                %s: learned from %d images, %d passed over
                The model with it is %s. To use it:
                  patchrank ingest DIR --data NEW_DIR --set model.global.whitening=%s
                A data folder keeps to the model that it was filled with, so it needs a new one.""".formatted(fitted.file(), fitted.images(), fitted.passedOver(), fitted.fingerprint(), fitted.file());
    }
}
