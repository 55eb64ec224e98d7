package io.patchrank.pipeline.exchange;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.AmesLocations;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.PatchGrid;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.index.IndexOptions;
import io.patchrank.index.LuceneGalleryIndex;
import io.patchrank.pipeline.ConfiguredStorage;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.data.DataFolder;
import io.patchrank.pipeline.data.ImportedModel;
import io.patchrank.storage.Hdf5FeatureStorage;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.ames.DescriptorFile;
import io.patchrank.storage.ames.GlobalFile;
import io.patchrank.storage.ames.ImageList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a searchable gallery of an AMES dataset. May be interrupted and repeated: what is in the gallery already is
 * passed over. Owns the data folder meanwhile. Blocks.
 */
public final class AmesImport {
    private static final int BATCH = 64;
    /** How the patches lay is not stored in AMES' files. */
    private static final PatchGrid UNKNOWN_GRID = new PatchGrid(1, 1);

    private final Request request;
    private final PatchrankConfig config;

    /**
     * What to read.
     *
     * @param locals descriptor file of any form that {@link DescriptorFile} reads
     * @param globals raw file; when empty, {@code globalFromLocals} must be set
     * @param globalFromLocals whether the global descriptor is the mean of the local ones, weighted
     * @param list names of the images, one a row; when empty they are named by their rows
     * @param images folder of the images, which makes their sources absolute paths
     * @param name of the model
     */
    public record Request(
            Path data,
            Path locals,
            Optional<Path> globals,
            boolean globalFromLocals,
            Optional<Path> list,
            Optional<Path> images,
            String name) {
        public Request {
            if (globals.isPresent() == globalFromLocals) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        "--global",
                        "name the file of the global descriptors, or have them made with --global-from-locals, one of"
                                + " both");
            }
        }
    }

    /**
     * What was read.
     *
     * @param passedOver images that the gallery held already
     * @param descriptors of an image
     */
    public record Imported(
            int images, int passedOver, int descriptors, int localDimension, int globalDimension, String model) {}

    /** @param config says how features are kept; their number format is that of the file all the same */
    public AmesImport(Request request, PatchrankConfig config) {
        this.request = request;
        this.config = config;
    }

    /** @param afterEach called after each image */
    public Imported run(Runnable afterEach) {
        try (DescriptorFile locals = DescriptorFile.open(request.locals());
                Globals globals = Globals.of(request, locals)) {
            List<ImageList.Entry> names = names(locals);
            ImportedModel model = model(locals, globals.dimension());
            try (DataFolder folder = DataFolder.open(request.data())) {
                requireOwn(folder, model);
                StoredType type = locals.numberType().equals("float16") ? StoredType.FLOAT16 : StoredType.FLOAT32;
                try (Hdf5FeatureStorage features = Hdf5FeatureStorage.open(
                                folder.features(),
                                ConfiguredStorage.of(config, model.info()).withStoredType(type));
                        GalleryIndex index = LuceneGalleryIndex.open(folder.catalogue(), IndexOptions.defaults())) {
                    requireModel(index, model);
                    model.save(folder);
                    int added = add(locals, globals, names, model, features, index, afterEach);
                    return new Imported(
                            added,
                            locals.rows() - added,
                            model.maxLocals(),
                            model.localDimension(),
                            model.globalDimension(),
                            model.fingerprint());
                }
            }
        }
    }

    /** Rows of the file, for a progress bar. */
    public int rows() {
        try (DescriptorFile locals = DescriptorFile.open(request.locals())) {
            return locals.rows();
        }
    }

    private List<ImageList.Entry> names(DescriptorFile locals) {
        if (request.list().isEmpty()) {
            List<ImageList.Entry> rows = new ArrayList<>();
            for (int row = 0; row < locals.rows(); row++) {
                rows.add(new ImageList.Entry("row-" + row, List.of()));
            }
            return rows;
        }
        Path file = request.list().get();
        List<ImageList.Entry> entries = ImageList.read(file).entries();
        if (entries.size() != locals.rows()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.toString(),
                    "names " + entries.size() + " images, " + request.locals() + " has " + locals.rows() + " rows");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!seen.add(entries.get(i).name())) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        file.toString(),
                        "line " + (i + 1) + " names " + entries.get(i).name() + " a second time");
            }
        }
        return entries;
    }

    private ImportedModel model(DescriptorFile locals, int globalDimension) {
        String fingerprint = "ames:" + request.name() + ":" + globalDimension + "x" + locals.localDimension();
        return new ImportedModel(
                request.name() + ", imported", fingerprint, globalDimension, locals.localDimension(), locals.topK());
    }

    private static void requireOwn(DataFolder folder, ImportedModel model) {
        ImportedModel.of(folder.root()).filter(there -> !there.equals(model)).ifPresent(there -> {
            throw mismatch(folder.root(), there.fingerprint() + " (" + there.maxLocals() + " descriptors)", model);
        });
    }

    private void requireModel(GalleryIndex index, ImportedModel model) {
        String there = index.status().modelFingerprint();
        if (!there.isEmpty() && !there.equals(model.fingerprint())) {
            throw mismatch(request.data(), there, model);
        }
    }

    private static PatchrankException mismatch(Path data, String there, ImportedModel model) {
        return new PatchrankException(
                ErrorCode.MODEL_MISMATCH,
                data.toString(),
                "holds features of " + there + ", not of " + model.fingerprint() + " (" + model.maxLocals()
                        + " descriptors); a gallery keeps to one model, name another data folder");
    }

    private int add(
            DescriptorFile locals,
            Globals globals,
            List<ImageList.Entry> names,
            ImportedModel model,
            Hdf5FeatureStorage storage,
            GalleryIndex index,
            Runnable afterEach) {
        int added = 0;
        for (int first = 0; first < names.size(); first += BATCH) {
            List<GalleryImage> images = new ArrayList<>();
            List<ImageFeatures> features = new ArrayList<>();
            for (int row = first; row < Math.min(names.size(), first + BATCH); row++) {
                GalleryImage image = image(names.get(row));
                if (isThere(index, image, model)) {
                    afterEach.run();
                    continue;
                }
                LocalDescriptors read = AmesLocations.exchanged(locals.read(row, locals.topK()));
                images.add(image);
                features.add(new ImageFeatures(globals.of(row, read), read, UNKNOWN_GRID, model.fingerprint()));
            }
            commit(images, features, storage, index);
            added += images.size();
            images.forEach(image -> afterEach.run());
        }
        return added;
    }

    private static boolean isThere(GalleryIndex index, GalleryImage image, ImportedModel model) {
        return index.get(image.id())
                .filter(there -> there.state() instanceof ImageState.Indexed indexed
                        && indexed.modelFingerprint().equals(model.fingerprint()))
                .isPresent();
    }

    private static void commit(
            List<GalleryImage> images, List<ImageFeatures> features, Hdf5FeatureStorage storage, GalleryIndex index) {
        if (images.isEmpty()) {
            return;
        }
        List<FeatureKey> keys =
                storage.append(images.stream().map(GalleryImage::source).toList(), features);
        List<CatalogueChange> changes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            ImageState state = new ImageState.Indexed(features.get(i).modelFingerprint(), keys.get(i));
            changes.add(new CatalogueChange.Index(
                    images.get(i).withState(state, Instant.now()),
                    features.get(i).global()));
        }
        index.apply(changes);
    }

    private GalleryImage image(ImageList.Entry entry) {
        Instant now = Instant.now();
        Optional<Path> file = request.images()
                .map(folder -> folder.resolve(entry.name()).toAbsolutePath().normalize());
        Map<String, Object> metadata = entry.label()
                .<Map<String, Object>>map(label -> Map.of("name", entry.name(), "label", label))
                .orElseGet(() -> Map.of("name", entry.name()));
        return new GalleryImage(
                id(entry.name()),
                file.map(Path::toString).orElse(entry.name()),
                file.map(AmesImport::content).orElse(ImageContent.UNKNOWN),
                new ImageState.Pending(),
                metadata,
                now,
                now);
    }

    /** The name itself where it can be an id, so that people can type it. */
    private static ImageId id(String name) {
        try {
            return new ImageId(name);
        } catch (PatchrankException e) {
            return ImageId.derive(name, 0);
        }
    }

    /** What can be told without reading the file; an image need not be there. */
    private static ImageContent content(Path file) {
        try {
            return new ImageContent(
                    "", Files.size(file), Files.getLastModifiedTime(file).toInstant(), 0, 0);
        } catch (IOException e) {
            return ImageContent.UNKNOWN;
        }
    }

    /** Where global descriptors come from. */
    private interface Globals extends AutoCloseable {
        int dimension();

        /** L2-normalised. */
        float[] of(int row, LocalDescriptors locals);

        @Override
        void close();

        static Globals of(Request request, DescriptorFile locals) {
            return request.globals()
                    .<Globals>map(file -> new FromFile(file, GlobalFile.ofRows(file, locals.rows())))
                    .orElseGet(() -> new FromLocals(request.locals(), locals.localDimension()));
        }
    }

    private record FromFile(Path path, GlobalFile file) implements Globals {
        @Override
        public int dimension() {
            return file.dimension();
        }

        @Override
        public float[] of(int row, LocalDescriptors locals) {
            return GlobalMean.normalised(file.read(row), path, row);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private record FromLocals(Path path, int dimension) implements Globals {
        @Override
        public float[] of(int row, LocalDescriptors locals) {
            return GlobalMean.normalised(GlobalMean.of(locals), path, row);
        }

        @Override
        public void close() {
            // The file of the local descriptors belongs to the import.
        }
    }
}
