package io.patchrank.index;

import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * Lucene's files, but for rows in small blocks ({@link RowsFormat}) and descriptors with
 * inverted lists ({@link IvfVectorsFormat}) or graphs ({@link WideHnswVectorsFormat}). Reads segments of {@link Lucene104Codec} too. Lucene finds this class again by its
 * name when a segment is opened (service file in META-INF), so it stays public, keeps its name and its constructor
 * without arguments.
 */
public final class CatalogueCodec extends FilterCodec {
    private static final String NAME = "PatchrankCatalogue";

    private final StoredFieldsFormat rows = new RowsFormat();
    private final KnnVectorsFormat vectors;

    /** For reading. */
    public CatalogueCodec() {
        this(IndexOptions.defaults());
    }

    CatalogueCodec(IndexOptions options) {
        super(NAME, new Lucene104Codec());
        KnnVectorsFormat written = options.approximate() == ApproximateSearch.IVF
                ? new IvfVectorsFormat()
                : new WideHnswVectorsFormat(options);
        vectors = new PerFieldKnnVectorsFormat() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return written;
            }
        };
    }

    @Override
    public StoredFieldsFormat storedFieldsFormat() {
        return rows;
    }

    @Override
    public KnnVectorsFormat knnVectorsFormat() {
        return vectors;
    }
}
