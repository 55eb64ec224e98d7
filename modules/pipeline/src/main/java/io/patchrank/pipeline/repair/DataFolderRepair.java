package io.patchrank.pipeline.repair;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.index.CatalogueFiles;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.index.SalvagedCatalogue;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.pipeline.data.ImportedModel;
import io.patchrank.pipeline.data.ShownFolders;
import io.patchrank.storage.DamagedFiles;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StorageFailures;
import io.patchrank.storage.StorageFinding;
import io.patchrank.storage.StorageInspection;
import io.patchrank.storage.StorageRepair;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mends a data folder. Nothing is deleted: what is taken away lies in {@code damaged/} afterwards. What was interrupted
 * is gone on with by the next run.
 */
public final class DataFolderRepair {
    private static final String REBUILT = "catalogue.rebuilt";

    private final DataFolder data;
    private final DamagedFiles damaged;
    private final List<Repair> repairs;

    private DataFolderRepair(DataFolder data, DamagedFiles damaged, List<Repair> repairs) {
        this.data = data;
        this.damaged = damaged;
        this.repairs = repairs;
    }

    /** Where a repair puts what it takes out of a data folder. */
    public static Path damagedFiles(Path folder) {
        return folder.resolve("damaged");
    }

    /**
     * Takes as long as the disk takes to read all of the folder. A folder that holds no gallery is left alone.
     *
     * @return what was found and done, in order; empty when all is well
     * @throws PatchrankException {@code DATA_FOLDER_IN_USE}, {@code DATA_FOLDER_NEWER}, {@code DISK_FULL},
     *     {@code IO_FAILED}
     */
    public static List<Repair> run(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        List<Repair> repairs = new ArrayList<>();
        if (!DataFolder.exists(root)) {
            return repairs;
        }
        DamagedFiles damaged = new DamagedFiles(damagedFiles(root));
        boolean killed = Files.exists(DataFolder.bridgeFile(root));
        try (DataFolder data = open(root, damaged, repairs)) {
            if (killed) {
                repairs.add(Repair.mended(
                        "the process that owned the folder was killed",
                        DataFolder.bridgeFile(root),
                        "removed; the lock itself ended with the process"));
            }
            new DataFolderRepair(data, damaged, repairs).run();
        } catch (IOException e) {
            throw StorageFailures.of(e, root);
        }
        return repairs;
    }

    private static DataFolder open(Path root, DamagedFiles damaged, List<Repair> repairs) throws IOException {
        try {
            return DataFolder.open(root);
        } catch (PatchrankException e) {
            Path version = Path.of(e.subject());
            if (e.code() != ErrorCode.DATA_CORRUPT || !version.startsWith(root)) {
                throw e;
            }
            repairs.add(Repair.mended(e.reason(), version, "moved to " + damaged.keep(version) + " and written anew"));
            return DataFolder.open(root);
        }
    }

    private void run() throws IOException {
        boolean extracts = sideFiles();
        finishSwap();
        StorageInspection found = StorageInspection.of(data.features());
        List<String> problems = CatalogueFiles.check(data.catalogue());
        boolean missing = !Files.isDirectory(data.catalogue()) && found.files() > 0;
        StorageRepair storage = new StorageRepair(data.features(), damaged, found.findings(), this::noteStorage);
        Map<FeatureKey, FeatureKey> moved = storage.makeReadable();
        try (KeptFeatures features = new KeptFeatures(openToRead(), moved, found.findings())) {
            RowsRepair rows = new RowsRepair(features, extracts, repairs);
            if (missing || !problems.isEmpty()) {
                rebuild(rows, missing ? List.of("is missing") : problems);
            } else if (Files.isDirectory(data.catalogue())) {
                try (LuceneGalleryIndex index = LuceneGalleryIndex.open(data.catalogue(), IndexOptions.defaults())) {
                    rows.bringUpToDate(index);
                }
            }
        }
        storage.putAside();
        sealWhatWaits();
    }

    /** What the owner keeps beside catalogue and features; whether images can be extracted here. */
    private boolean sideFiles() throws IOException {
        for (Path folder : List.of(data.root(), data.uploads())) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, "*.tmp")) {
                    for (Path file : unfinished) {
                        repairs.add(Repair.mended("was never finished", file, "moved to " + damaged.keep(file)));
                    }
                }
            }
        }
        try {
            ShownFolders.open(data, List.of());
        } catch (PatchrankException e) {
            requireDamage(e);
            Path file = Path.of(e.subject());
            repairs.add(Repair.lost(
                    "the list of folders whose pictures may be shown is damaged",
                    file,
                    "moved to " + damaged.keep(file) + "; ingest those folders again to have their pictures shown"));
        }
        try {
            return ImportedModel.of(data.root()).isEmpty();
        } catch (PatchrankException e) {
            requireDamage(e);
            repairs.add(Repair.notMended("the model of an imported gallery is damaged", e.subject(), e.reason()));
            return false;
        }
    }

    private static void requireDamage(PatchrankException e) {
        if (e.code() != ErrorCode.DATA_CORRUPT) {
            throw e;
        }
    }

    /** A repair that was killed while it exchanged the catalogues had finished the new one; before, it had not. */
    private void finishSwap() throws IOException {
        Path rebuilt = data.root().resolve(REBUILT);
        if (Files.isDirectory(rebuilt)) {
            if (Files.exists(data.catalogue())) {
                repairs.add(Repair.mended(
                        "a repair was interrupted", rebuilt, "moved to " + damaged.keep(rebuilt) + " and begun anew"));
            } else {
                Files.move(rebuilt, data.catalogue(), StandardCopyOption.ATOMIC_MOVE);
                repairs.add(Repair.mended("a repair was interrupted", rebuilt, "put in the catalogue's place"));
            }
        }
    }

    private Optional<Hdf5FeatureStorage> openToRead() {
        try {
            return Files.isDirectory(data.features())
                    ? Optional.of(Hdf5FeatureStorage.openToRead(data.features()))
                    : Optional.empty();
        } catch (PatchrankException e) {
            if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.DATA_CORRUPT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** As the next start would. */
    private void sealWhatWaits() {
        try {
            if (Files.isDirectory(data.features())) {
                Hdf5FeatureStorage.openExisting(data.features()).close();
            }
        } catch (PatchrankException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                repairs.add(Repair.notMended("the features cannot be opened", e.subject(), e.reason()));
            }
        }
    }

    private void rebuild(RowsRepair rows, List<String> problems) throws IOException {
        Path rebuilt = data.root().resolve(REBUILT);
        SalvagedCatalogue salvaged = salvage();
        String restored;
        try (LuceneGalleryIndex index = LuceneGalleryIndex.open(rebuilt, IndexOptions.defaults())) {
            restored = rows.restore(salvaged, index);
        }
        String old = Files.exists(data.catalogue()) ? "; the old one is " + damaged.keep(data.catalogue()) : "";
        Files.move(rebuilt, data.catalogue(), StandardCopyOption.ATOMIC_MOVE);
        repairs.add(Repair.mended(
                "the catalogue: " + String.join("; ", problems), data.catalogue(), "rebuilt: " + restored + old));
    }

    private SalvagedCatalogue salvage() {
        if (!Files.isDirectory(data.catalogue())) {
            return new SalvagedCatalogue(List.of(), false);
        }
        return CatalogueFiles.salvage(data.catalogue());
    }

    private void noteStorage(StorageFinding finding, String done) {
        repairs.add(
                done.isEmpty()
                        ? Repair.notMended(
                                finding.problem(),
                                finding.file(),
                                "left as it is; look after the disk, or" + " restore the file from a copy")
                        : Repair.mended(finding.problem(), finding.file(), done));
    }
}
