package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.Failures;
import io.patchrank.api.bus.GalleryJson;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureStorage;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.index.CatalogueFiles;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.ConfiguredStorage;
import io.patchrank.pipeline.bridge.BusClient;
import io.patchrank.pipeline.bridge.PrivateChannel;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.pipeline.data.ImportedModel;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageFinding;
import io.patchrank.storage.StorageInspection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The data folder: owner, version, counts, checksums, free space. Of a folder in use only what its owner tells is
 * checked; a folder that does not exist is not made.
 */
final class DataFolderChecks {
    private static final double LITTLE_SPACE = 2e9;
    private static final double NO_SPACE = 1e8;
    private static final int NAMED = 5;

    private final PatchrankConfig config;
    private final Path folder;
    private final Optional<ModelInfo> model;
    private final List<Check> checks = new ArrayList<>();

    DataFolderChecks(PatchrankConfig config, Optional<ModelInfo> model) {
        this.config = config;
        this.folder = config.data().toAbsolutePath().normalize();
        // An imported gallery has a model of its own, whatever is configured.
        this.model = ImportedModel.of(folder).map(ImportedModel::info).or(() -> model);
    }

    List<Check> run() {
        try {
            if (!DataFolder.exists(folder)) {
                checks.add(Check.ok("data folder", folder + " holds nothing yet"));
            } else if (DataFolder.isInUse(folder)) {
                inUse();
            } else {
                free();
            }
        } catch (PatchrankException e) {
            checks.add(Check.fail("data folder", e));
        }
        disk();
        return checks;
    }

    private void inUse() {
        String owner = "process " + DataFolder.ownerPid(folder);
        try (BusClient bus = PrivateChannel.find(DataFolder.bridgeFile(folder))) {
            JsonObject status =
                    bus.request(Addresses.GALLERY_STATUS, new JsonObject()).join();
            checks.add(Check.ok("data folder", folder + " is served by " + owner));
            gallery(status);
            checks.add(Check.ok("features", "not verified while the folder is in use"));
        } catch (CompletionException e) {
            checks.add(Check.fail("data folder", Failures.typed(e)));
        } catch (PatchrankException e) {
            checks.add(Check.warn(
                    "data folder", folder + " is in use by " + owner + ", which cannot be asked: " + e.reason()));
        }
    }

    private void free() {
        try (DataFolder opened = DataFolder.open(folder)) {
            checks.add(Check.ok("data folder", folder + ", not in use"));
            List<String> damage = CatalogueFiles.check(opened.catalogue());
            damage.forEach(problem -> checks.add(Check.fail(
                    "gallery",
                    ErrorCode.DATA_CORRUPT,
                    opened.catalogue() + ": " + problem + "; patchrank doctor --repair rebuilds it")));
            StorageInspection found = StorageInspection.of(opened.features());
            if (!damage.isEmpty() || !Files.isDirectory(opened.catalogue())) {
                found.findings().forEach(finding -> checks.add(ofFeatures(finding, true)));
                if (damage.isEmpty() && found.files() > 0) {
                    checks.add(Check.fail(
                            "gallery",
                            ErrorCode.DATA_CORRUPT,
                            opened.catalogue() + " is missing; patchrank doctor --repair rebuilds it as far as the"
                                    + " features tell"));
                }
                return;
            }
            try (LuceneGalleryIndex index = LuceneGalleryIndex.open(opened.catalogue(), IndexOptions.defaults())) {
                gallery(GalleryJson.status(index.status()));
                features(opened.features(), found, index);
            } catch (PatchrankException e) {
                checks.add(Check.fail("gallery", e));
            }
        }
    }

    private void gallery(JsonObject status) {
        String detail = status.getLong("indexed") + " indexed, " + status.getLong("pending") + " pending, "
                + status.getLong("rejected") + " rejected, " + status.getLong("removed") + " removed; search "
                + status.getString("search");
        String fingerprint = status.getString("model", "");
        if (model.isPresent()
                && !fingerprint.isEmpty()
                && !fingerprint.equals(model.get().fingerprint())) {
            checks.add(Check.fail(
                    "gallery",
                    ErrorCode.MODEL_MISMATCH,
                    detail + "; holds descriptors of " + fingerprint + ", configured is "
                            + model.get().fingerprint() + ": take the model back, or another data folder"));
        } else {
            checks.add(Check.ok("gallery", detail));
        }
    }

    private void features(Path features, StorageInspection found, GalleryIndex index) {
        if (model.isEmpty() && found.files() == 0 && index.status().indexed() == 0) {
            return;
        }
        try (FeatureStorage storage = open(features, found)) {
            List<GalleryImage> lost = LostFeatures.of(index, storage);
            if (found.findings().isEmpty()) {
                checks.add(Check.ok(
                        "features",
                        String.format(
                                Locale.ROOT,
                                "%d files, %.1f MB read, all checksums right",
                                found.files(),
                                found.bytes() / 1e6)));
            }
            found.findings().forEach(finding -> checks.add(ofFeatures(finding, !lost.isEmpty())));
            if (!lost.isEmpty()) {
                checks.add(Check.fail(
                        "features", ErrorCode.DATA_CORRUPT, lost.size() + " images have lost theirs: " + names(lost)));
            }
        } catch (PatchrankException e) {
            checks.add(Check.fail("features", e));
        }
    }

    /** As the configuration wants it, to find out whether that fits; where something is wrong, to read and no more. */
    private FeatureStorage open(Path features, StorageInspection found) {
        return model.isPresent() && found.findings().isEmpty()
                ? Hdf5FeatureStorage.open(features, ConfiguredStorage.of(config, model.get()))
                : Hdf5FeatureStorage.openToRead(features);
    }

    private static Check ofFeatures(StorageFinding finding, boolean imagesLost) {
        String text = finding.file() + ": " + finding.problem();
        if (finding.kind().isUsual()) {
            return Check.warn("features", text + "; a crash leaves such, and the next start deals with it");
        }
        if (finding.kind() == StorageFinding.Kind.UNREADABLE) {
            return Check.fail("features", ErrorCode.IO_FAILED, text);
        }
        return imagesLost || finding.kind() == StorageFinding.Kind.LOST
                ? Check.fail("features", ErrorCode.DATA_CORRUPT, text + "; patchrank doctor --repair mends what can be")
                : Check.warn(
                        "features",
                        text + " (every indexed image can be read all the same); patchrank doctor --repair puts it"
                                + " aside");
    }

    private static String names(List<GalleryImage> lost) {
        String first = lost.stream().limit(NAMED).map(GalleryImage::source).collect(Collectors.joining(", "));
        return first + (lost.size() > NAMED ? ", …" : "") + "; patchrank doctor --repair has them extracted again";
    }

    private void disk() {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            FileStore store = Files.getFileStore(existing);
            double free = store.getUsableSpace();
            String detail = String.format(Locale.ROOT, "%.1f GB free for %s (%s)", free / 1e9, folder, store.type());
            if (!Files.isWritable(existing)) {
                checks.add(Check.fail("disk", ErrorCode.IO_FAILED, existing + " cannot be written; change its owner"));
            } else if (free < NO_SPACE) {
                checks.add(Check.fail("disk", ErrorCode.DISK_FULL, detail + ": free some"));
            } else {
                checks.add(
                        free < LITTLE_SPACE
                                ? Check.warn("disk", detail + ": 1,000 images take about 0.25 GB")
                                : Check.ok("disk", detail));
            }
        } catch (IOException e) {
            checks.add(Check.fail("disk", ErrorCode.IO_FAILED, existing + ": " + e));
        }
    }
}
