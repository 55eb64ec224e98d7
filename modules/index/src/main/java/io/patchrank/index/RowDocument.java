package io.patchrank.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.ImageState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** A catalogue row as a Lucene document and back. The descriptor is the only part that is not a stored field. */
final class RowDocument {
    static final String ID = "id";
    static final String SOURCE = "source";
    /** The source of a row that is not removed. */
    static final String LIVE_SOURCE = "source.live";

    static final String SHA256 = "sha256";
    static final String STATE = "state";

    private static final String MODIFIED = "modified";
    private static final String BYTES = "bytes";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String FINGERPRINT = "fingerprint";
    private static final String FEATURES = "features";
    private static final String CODE = "code";
    private static final String REASON = "reason";
    private static final String METADATA = "metadata";
    private static final String ADDED = "added";
    private static final String UPDATED = "updated";
    private static final int MAX_SOURCE = 8192;

    private RowDocument() {}

    /** A row that no search finds. */
    static Document of(GalleryImage image) {
        checkSource(image);
        Document row = new Document();
        row.add(new StringField(ID, image.id().value(), Store.YES));
        row.add(new SortedDocValuesField(ID, new BytesRef(image.id().value())));
        row.add(new StringField(SOURCE, image.source(), Store.YES));
        row.add(new BinaryDocValuesField(TextQuery.FIELD, RowText.of(image)));
        row.add(new StringField(STATE, image.state().kind().name(), Store.YES));
        addState(image, row);
        addContent(image.content(), row);
        row.add(StoredInstant.of(ADDED, image.added()));
        row.add(StoredInstant.of(UPDATED, image.updated()));
        if (!image.metadata().isEmpty()) {
            MetadataTerms.index(image.metadata(), row);
            row.add(new StoredField(METADATA, MetadataJson.write(image.metadata())));
        }
        return row;
    }

    /** A row that searches find by its descriptor. */
    static Document of(GalleryImage image, float[] descriptor, GalleryModel model) {
        Document row = of(image);
        row.add(new KnnFloatVectorField(model.field(), descriptor, VectorSimilarityFunction.DOT_PRODUCT));
        return row;
    }

    private static void addState(GalleryImage image, Document row) {
        switch (image.state()) {
            case ImageState.Pending p -> {}
            case ImageState.Indexed indexed -> {
                row.add(new StoredField(FINGERPRINT, indexed.modelFingerprint()));
                row.add(new StoredField(FEATURES, indexed.features().toString()));
            }
            case ImageState.Rejected rejected -> {
                row.add(new StoredField(CODE, rejected.code().name()));
                row.add(new StoredField(REASON, rejected.reason()));
            }
            case ImageState.Removed r -> {}
        }
        if (image.state().kind() != ImageState.Kind.REMOVED) {
            row.add(new StringField(LIVE_SOURCE, image.source(), Store.NO));
        }
    }

    private static void addContent(ImageContent content, Document row) {
        row.add(new StringField(SHA256, content.sha256(), Store.YES));
        row.add(new StoredField(BYTES, content.bytes()));
        row.add(StoredInstant.of(MODIFIED, content.modified()));
        row.add(new StoredField(WIDTH, content.width()));
        row.add(new StoredField(HEIGHT, content.height()));
    }

    private static void checkSource(GalleryImage image) {
        if (image.source().isEmpty() || image.source().length() > MAX_SOURCE) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    image.id().value(),
                    "an image's source has 1 to " + MAX_SOURCE + " characters");
        }
    }

    /** Reads the stored fields of a row. */
    static GalleryImage read(Document row) {
        String id = String.valueOf(row.get(ID));
        try {
            IndexableField metadata = row.getField(METADATA);
            return new GalleryImage(
                    new ImageId(id),
                    text(row, SOURCE),
                    new ImageContent(
                            text(row, SHA256),
                            number(row, BYTES).longValue(),
                            instant(row, MODIFIED),
                            number(row, WIDTH).intValue(),
                            number(row, HEIGHT).intValue()),
                    state(row),
                    metadata == null ? Map.of() : MetadataJson.read(metadata.stringValue()),
                    instant(row, ADDED),
                    instant(row, UPDATED));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw unreadable(id, e);
        }
    }

    /** Reads of an indexed row no more than its id and where its features are. */
    static void visitFeatures(StoredFields rows, int doc, BiConsumer<ImageId, FeatureKey> visitor) throws IOException {
        Document row = rows.document(doc, Set.of(ID, FEATURES));
        String id = text(row, ID);
        try {
            visitor.accept(new ImageId(id), FeatureKey.parse(text(row, FEATURES)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unreadable(id, e);
        }
    }

    private static PatchrankException unreadable(String id, RuntimeException cause) {
        return new PatchrankException(
                ErrorCode.DATA_CORRUPT, id, "its catalogue row cannot be read: ingest the image again", cause);
    }

    private static ImageState state(Document row) {
        return switch (ImageState.Kind.valueOf(text(row, STATE))) {
            case PENDING -> new ImageState.Pending();
            case INDEXED -> new ImageState.Indexed(text(row, FINGERPRINT), FeatureKey.parse(text(row, FEATURES)));
            case REJECTED -> new ImageState.Rejected(ErrorCode.valueOf(text(row, CODE)), text(row, REASON));
            case REMOVED -> new ImageState.Removed();
        };
    }

    private static String text(Document row, String field) {
        String value = row.get(field);
        if (value == null) {
            throw new IllegalArgumentException("the row has no field " + field);
        }
        return value;
    }

    private static Instant instant(Document row, String field) {
        IndexableField value = row.getField(field);
        if (value == null) {
            throw new IllegalArgumentException("the row has no field " + field);
        }
        return StoredInstant.read(value);
    }

    private static Number number(Document row, String field) {
        IndexableField value = row.getField(field);
        if (value == null || value.numericValue() == null) {
            throw new IllegalArgumentException("the row has no number " + field);
        }
        return value.numericValue();
    }
}
