package io.patchrank.pipeline.repair;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.index.SalvagedCatalogue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the rows of a catalogue agree with the features that are left. */
final class RowsRepair {
    private static final int PAGE = 500;
    private static final int NAMED = 5;

    private final KeptFeatures features;
    private final boolean extracts;
    private final List<Repair> repairs;
    private final List<String> extractedAgain = new ArrayList<>();
    private final Set<FeatureKey> referenced = new HashSet<>();

    /** @param extracts whether images can be extracted again, which those of an imported gallery cannot */
    RowsRepair(KeptFeatures features, boolean extracts, List<Repair> repairs) {
        this.features = features;
        this.extracts = extracts;
        this.repairs = repairs;
    }

    /** Of a sound catalogue. */
    void bringUpToDate(GalleryIndex index) {
        index.forEachPage(Set.of(ImageState.Kind.INDEXED), MetadataFilter.ANY, page -> {
            List<CatalogueChange> changes = new ArrayList<>();
            for (GalleryImage image : page) {
                FeatureKey key = ((ImageState.Indexed) image.state()).features();
                Optional<FeatureKey> kept = features.find(key);
                kept.ifPresent(referenced::add);
                if (kept.isEmpty()) {
                    changes.add(withoutFeatures(image));
                } else if (!kept.get().equals(key)) {
                    changes.add(new CatalogueChange.Update(image.withFeatures(kept.get())));
                }
            }
            if (!changes.isEmpty()) {
                index.apply(changes);
            }
        });
        tellTheRest();
    }

    private CatalogueChange withoutFeatures(GalleryImage image) {
        if (extracts && isFile(image.source())) {
            extractedAgain.add(image.source());
            return new CatalogueChange.Put(image.withState(new ImageState.Pending(), Instant.now()));
        }
        repairs.add(Repair.lost(
                "the features of an image are lost, and " + (extracts ? "its file is gone" : "it was imported"),
                image.source(),
                "REJECTED; " + (extracts ? "put the file back and ingest it" : "import it") + " again"));
        return new CatalogueChange.Put(image.withState(
                new ImageState.Rejected(
                        ErrorCode.DATA_CORRUPT,
                        "its features were lost to a damaged file, and its own file was not there; ingest it again"),
                Instant.now()));
    }

    private static boolean isFile(String source) {
        try {
            return Files.isRegularFile(Path.of(source));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Fills an empty catalogue with the rows of a damaged one and, where some are missing, with what features are left of.
     *
     * @return what it holds now, in words
     */
    String restore(SalvagedCatalogue salvaged, GalleryIndex index) {
        Map<FeatureKey, String> names = new HashMap<>();
        features.forEachRow(names::put);
        List<CatalogueChange> changes = new ArrayList<>();
        Map<String, GalleryImage> live = newestOfEachSource(salvaged);
        Set<String> known = new HashSet<>();
        for (SalvagedCatalogue.Row row : salvaged.rows()) {
            GalleryImage image = row.image();
            known.add(image.source());
            if (isLive(image) && !image.equals(live.get(image.source()))) {
                repairs.add(Repair.lost(
                        "two rows of the damaged catalogue claim one file", image.source(), "the newer one is kept"));
            } else {
                changes.add(restored(row, names));
            }
        }
        int read = changes.size();
        if (!salvaged.complete()) {
            Set<ImageId> taken = new HashSet<>();
            salvaged.rows().forEach(row -> taken.add(row.image().id()));
            changes.addAll(fromFeatures(names, known, taken));
        }
        apply(changes, index);
        tellTheRest();
        return read + " rows that could be read" + (salvaged.complete() ? ", all of them" : "")
                + (changes.size() > read ? ", " + (changes.size() - read) + " by the features kept" : "");
    }

    private static Map<String, GalleryImage> newestOfEachSource(SalvagedCatalogue salvaged) {
        Map<String, GalleryImage> live = new HashMap<>();
        salvaged.rows().stream()
                .map(SalvagedCatalogue.Row::image)
                .filter(RowsRepair::isLive)
                .forEach(image ->
                        live.merge(image.source(), image, (a, b) -> b.updated().isAfter(a.updated()) ? b : a));
        return live;
    }

    private static boolean isLive(GalleryImage image) {
        return image.state().kind() != ImageState.Kind.REMOVED;
    }

    private CatalogueChange restored(SalvagedCatalogue.Row row, Map<FeatureKey, String> names) {
        GalleryImage image = row.image();
        if (!(image.state() instanceof ImageState.Indexed indexed)) {
            return new CatalogueChange.Put(image);
        }
        Optional<FeatureKey> key = features.find(indexed.features());
        Optional<float[]> descriptor = row.descriptor().or(() -> key.flatMap(features::global));
        // A row that fails its checksum may say anything; the name beside the features has a checksum of its own.
        boolean believed = row.trusted()
                || key.map(names::get).filter(image.source()::equals).isPresent();
        if (key.isEmpty() || descriptor.isEmpty() || !believed) {
            return withoutFeatures(row.trusted() ? image : image.withContent(ImageContent.UNKNOWN));
        }
        referenced.add(key.get());
        return new CatalogueChange.Index(
                image.withState(new ImageState.Indexed(features.fingerprint(), key.get()), image.updated()),
                descriptor.get());
    }

    /** An image each for the newest features of each name that no row had. */
    private List<CatalogueChange> fromFeatures(Map<FeatureKey, String> names, Set<String> known, Set<ImageId> taken) {
        Map<String, FeatureKey> newest = new TreeMap<>();
        names.forEach((key, name) -> {
            if (!name.isEmpty() && !known.contains(name) && !referenced.contains(key)) {
                newest.merge(name, key, (a, b) -> features.origin(a).compareTo(features.origin(b)) > 0 ? a : b);
            }
        });
        List<CatalogueChange> changes = new ArrayList<>();
        newest.forEach((source, key) -> features.global(key).ifPresent(descriptor -> {
            if (isFile(source) || !isFolderThere(source)) {
                referenced.add(key);
                changes.add(new CatalogueChange.Index(image(free(source, taken), source, key), descriptor));
            } else {
                repairs.add(Repair.lost(
                        "an image of which only the features are left",
                        source,
                        "left out: its file is gone, and it may have been removed before"));
            }
        }));
        if (!changes.isEmpty()) {
            repairs.add(Repair.noted(
                    changes.size() + " images are known by their features only",
                    examples(changes.stream()
                            .map(change ->
                                    ((CatalogueChange.Index) change).image().source())
                            .toList()),
                    "metadata and dates are lost; some may have been removed before. Put again, a file is read anew"));
        }
        return changes;
    }

    /** A renamed image keeps the id of the name that it had at first, which may be that of another by now. */
    private static ImageId free(String source, Set<ImageId> taken) {
        int attempt = 0;
        ImageId id = ImageId.derive(source, attempt);
        while (!taken.add(id)) {
            id = ImageId.derive(source, ++attempt);
        }
        return id;
    }

    private GalleryImage image(ImageId id, String source, FeatureKey key) {
        Instant now = Instant.now();
        return new GalleryImage(
                id,
                source,
                ImageContent.UNKNOWN,
                new ImageState.Indexed(features.fingerprint(), key),
                Map.of(),
                now,
                now);
    }

    private static boolean isFolderThere(String source) {
        try {
            Path folder = Path.of(source).getParent();
            return folder != null && Files.isDirectory(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void apply(List<CatalogueChange> changes, GalleryIndex index) {
        for (int from = 0; from < changes.size(); from += PAGE) {
            List<CatalogueChange> group = changes.subList(from, Math.min(changes.size(), from + PAGE));
            try {
                index.apply(group);
            } catch (PatchrankException e) {
                if (e.code() != ErrorCode.BAD_REQUEST && e.code() != ErrorCode.MODEL_MISMATCH) {
                    throw e;
                }
                group.forEach(change -> applyAlone(change, index));
            }
        }
    }

    private void applyAlone(CatalogueChange change, GalleryIndex index) {
        try {
            index.apply(List.of(change));
        } catch (PatchrankException e) {
            repairs.add(Repair.lost("a row that makes no sense: " + e.reason(), change.id(), "left out"));
        }
    }

    private void tellTheRest() {
        if (!extractedAgain.isEmpty()) {
            repairs.add(Repair.mended(
                    "the features of " + extractedAgain.size() + " images are lost, their files are there",
                    examples(extractedAgain),
                    "PENDING: the next start extracts them again"));
        }
        int[] unreferenced = {0};
        features.forEachRow((key, name) -> {
            // A row that has moved is counted in its new place.
            if (!referenced.contains(key)) {
                unreferenced[0]++;
            }
        });
        if (unreferenced[0] > 0) {
            repairs.add(Repair.noted(
                    unreferenced[0] + " stored features belong to no image",
                    "features",
                    "left for compaction; replaced and removed images leave such"));
        }
    }

    private static String examples(List<String> sources) {
        return String.join(", ", sources.subList(0, Math.min(NAMED, sources.size())))
                + (sources.size() > NAMED ? ", …" : "");
    }
}
