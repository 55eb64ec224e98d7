package io.patchrank.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageState;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;

/**
 * What a list of changes comes to on a given view of the gallery, checked as a whole before anything is written.
 *
 * @param model of the gallery afterwards
 * @param rows the document that each changed image ends with; empty when it is deleted
 */
record ChangePlan(GalleryModel model, Map<ImageId, Optional<Document>> rows) {

    /** Fails with {@code BAD_REQUEST}, {@code NOT_FOUND} or {@code MODEL_MISMATCH}. */
    static ChangePlan of(List<CatalogueChange> changes, GalleryView before) throws IOException {
        Map<ImageId, CatalogueChange> outcome = withDescriptors(lastOfEach(changes), before);
        checkSources(outcome, before);
        GalleryModel model = modelAfter(outcome, before);
        Map<ImageId, Optional<Document>> rows = new LinkedHashMap<>();
        for (CatalogueChange change : outcome.values()) {
            rows.put(change.id(), row(change, model));
        }
        return new ChangePlan(model, rows);
    }

    private static Optional<Document> row(CatalogueChange change, GalleryModel model) {
        return switch (change) {
            case CatalogueChange.Put put -> Optional.of(RowDocument.of(put.image()));
            case CatalogueChange.Index index -> Optional.of(RowDocument.of(index.image(), index.descriptor(), model));
            case CatalogueChange.Update update -> throw new AssertionError("has its descriptor by now: " + update);
            case CatalogueChange.Move move -> throw new AssertionError("is done by now: " + move);
            case CatalogueChange.Delete delete -> Optional.empty();
        };
    }

    private static Map<ImageId, CatalogueChange> lastOfEach(List<CatalogueChange> changes) {
        Map<ImageId, CatalogueChange> last = new LinkedHashMap<>();
        for (CatalogueChange change : changes) {
            Optional<CatalogueChange> before = Optional.ofNullable(last.get(change.id()));
            last.put(
                    change.id(),
                    switch (change) {
                        case CatalogueChange.Update update -> update(update, before);
                        case CatalogueChange.Move move ->
                            before.map(b -> moved(b, move)).orElse(move);
                        case CatalogueChange.Put put -> put;
                        case CatalogueChange.Index index -> index;
                        case CatalogueChange.Delete delete -> delete;
                    });
        }
        return last;
    }

    /** A change, and then a move of what it has left. */
    private static CatalogueChange moved(CatalogueChange before, CatalogueChange.Move move) {
        return switch (before) {
            case CatalogueChange.Index index
            when move.concerns(index.image()) ->
                new CatalogueChange.Index(index.image().withFeatures(move.to()), index.descriptor());
            case CatalogueChange.Update update
            when move.concerns(update.image()) ->
                new CatalogueChange.Update(update.image().withFeatures(move.to()));
            case CatalogueChange.Move earlier
            when earlier.to().equals(move.from()) -> new CatalogueChange.Move(move.id(), earlier.from(), move.to());
            default -> before;
        };
    }

    private static CatalogueChange update(CatalogueChange.Update update, Optional<CatalogueChange> before) {
        if (update.image().state().kind() != ImageState.Kind.INDEXED) {
            throw refused(update.id(), "only an indexed image can be updated; put it instead");
        }
        if (before.isEmpty()
                || before.get() instanceof CatalogueChange.Update
                || before.get() instanceof CatalogueChange.Move) {
            return update;
        }
        if (before.get() instanceof CatalogueChange.Index index) {
            CatalogueChange.Index updated = new CatalogueChange.Index(update.image(), index.descriptor());
            checkModel(updated, modelOf(index));
            return updated;
        }
        throw refused(update.id(), "an earlier change of the same call takes its descriptor away; index it again");
    }

    /** Updates and moves become index changes with the descriptor that the image has. */
    private static Map<ImageId, CatalogueChange> withDescriptors(
            Map<ImageId, CatalogueChange> changes, GalleryView before) throws IOException {
        Map<ImageId, CatalogueChange> complete = new LinkedHashMap<>();
        for (CatalogueChange change : changes.values()) {
            switch (change) {
                case CatalogueChange.Update update -> {
                    CatalogueChange.Index kept = new CatalogueChange.Index(update.image(), kept(update.id(), before));
                    checkModel(kept, before.model());
                    complete.put(update.id(), kept);
                }
                case CatalogueChange.Index index -> {
                    checkDescriptor(index);
                    complete.put(index.id(), index);
                }
                case CatalogueChange.Move move -> {
                    Optional<GalleryImage> image = before.get(move.id()).filter(move::concerns);
                    if (image.isPresent()) {
                        GalleryImage moved = image.get().withFeatures(move.to());
                        complete.put(move.id(), new CatalogueChange.Index(moved, kept(move.id(), before)));
                    }
                }
                case CatalogueChange.Put put -> complete.put(put.id(), put);
                case CatalogueChange.Delete delete -> complete.put(delete.id(), delete);
            }
        }
        return complete;
    }

    private static float[] kept(ImageId id, GalleryView before) throws IOException {
        Optional<float[]> descriptor = before.descriptor(id);
        if (descriptor.isPresent()) {
            return descriptor.get();
        }
        if (before.get(id).isEmpty()) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, id.value(), "no such image in the gallery");
        }
        throw refused(id, "is not indexed, so there is no descriptor to keep; index it instead");
    }

    private static void checkDescriptor(CatalogueChange.Index index) {
        int length = index.descriptor().length;
        if (length == 0 || length > WideHnswVectorsFormat.MAX_DIMENSION) {
            throw refused(
                    index.id(),
                    "a global descriptor has 1 to " + WideHnswVectorsFormat.MAX_DIMENSION + " values, not " + length);
        }
        UnitVectors.check(index.descriptor(), index.id().value());
    }

    private static void checkSources(Map<ImageId, CatalogueChange> outcome, GalleryView before) throws IOException {
        Map<String, ImageId> owners = new HashMap<>();
        for (CatalogueChange change : outcome.values()) {
            Optional<String> source = liveSource(change);
            if (source.isEmpty()) {
                continue;
            }
            ImageId other = owners.put(source.get(), change.id());
            Optional<ImageId> owner = other != null
                    ? Optional.of(other)
                    : before.bySource(source.get()).map(GalleryImage::id).filter(id -> !outcome.containsKey(id));
            if (owner.isPresent()) {
                throw refused(
                        change.id(),
                        "its source " + source.get() + " belongs to image " + owner.get()
                                + "; change that image, or remove it first");
            }
        }
    }

    private static Optional<String> liveSource(CatalogueChange change) {
        return switch (change) {
            case CatalogueChange.Put put when put.image().state().kind() == ImageState.Kind.REMOVED -> Optional.empty();
            case CatalogueChange.Put put -> Optional.of(put.image().source());
            case CatalogueChange.Index index -> Optional.of(index.image().source());
            case CatalogueChange.Update update -> Optional.of(update.image().source());
            case CatalogueChange.Move move -> Optional.empty();
            case CatalogueChange.Delete delete -> Optional.empty();
        };
    }

    /** The model stays while an image of it stays; a gallery without indexed images takes the model that comes. */
    private static GalleryModel modelAfter(Map<ImageId, CatalogueChange> outcome, GalleryView before)
            throws IOException {
        List<CatalogueChange.Index> indexed = outcome.values().stream()
                .filter(CatalogueChange.Index.class::isInstance)
                .map(CatalogueChange.Index.class::cast)
                .toList();
        if (indexed.isEmpty()) {
            return before.model();
        }
        GalleryModel expected = replacesAll(outcome, before) ? modelOf(indexed.getFirst()) : before.model();
        for (CatalogueChange.Index index : indexed) {
            checkModel(index, expected);
        }
        return expected;
    }

    private static void checkModel(CatalogueChange.Index index, GalleryModel expected) {
        if (!modelOf(index).equals(expected)) {
            throw mismatch(index.id().value(), expected, modelOf(index));
        }
    }

    private static boolean replacesAll(Map<ImageId, CatalogueChange> outcome, GalleryView before) throws IOException {
        int indexed = before.count(ImageState.Kind.INDEXED);
        if (outcome.size() < indexed) {
            return false;
        }
        int replaced = 0;
        for (ImageId id : outcome.keySet()) {
            replaced += before.isIndexed(id) ? 1 : 0;
        }
        return replaced == indexed;
    }

    private static GalleryModel modelOf(CatalogueChange.Index index) {
        if (index.image().state() instanceof ImageState.Indexed state
                && !state.modelFingerprint().isEmpty()) {
            return new GalleryModel(state.modelFingerprint(), index.descriptor().length);
        }
        throw refused(index.id(), "an indexed image names the fingerprint of its model");
    }

    /** @param subject what came with another model: an image, or the query */
    static PatchrankException mismatch(String subject, GalleryModel gallery, GalleryModel come) {
        return new PatchrankException(
                ErrorCode.MODEL_MISMATCH,
                subject,
                "the gallery holds descriptors of model " + describe(gallery) + ", this one is of " + describe(come)
                        + "; use the gallery's model, or ingest the images into a new data folder");
    }

    private static String describe(GalleryModel model) {
        String name = model.fingerprint().isEmpty() ? "another model" : model.fingerprint();
        return name + " (" + model.dimension() + " values)";
    }

    private static PatchrankException refused(ImageId id, String why) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, id.value(), why);
    }
}
