package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.StoredFieldsWriter;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;

/**
 * Catalogue rows in blocks of about four. A search reads a hundred rows from all over the file; of Lucene's blocks of
 * up to 80 kB it would unpack up to 8 kB and a dictionary for each. A segment says itself in which blocks it is.
 */
final class RowsFormat extends StoredFieldsFormat {
    private static final String ATTRIBUTE = "patchrank.rows";
    private static final String SMALL_BLOCKS = "small-blocks";
    private static final int BLOCK_BYTES = 1024;
    private static final int MOST_ROWS = 8;
    private static final int INDEX_SHIFT = 10;

    private final StoredFieldsFormat large = new Lucene90StoredFieldsFormat();
    private final StoredFieldsFormat small = new Lucene90CompressingStoredFieldsFormat(
            "PatchrankRows", CompressionMode.FAST, BLOCK_BYTES, MOST_ROWS, INDEX_SHIFT);

    @Override
    public StoredFieldsReader fieldsReader(Directory directory, SegmentInfo info, FieldInfos fields, IOContext context)
            throws IOException {
        StoredFieldsFormat format = SMALL_BLOCKS.equals(info.getAttribute(ATTRIBUTE)) ? small : large;
        return format.fieldsReader(directory, info, fields, context);
    }

    @Override
    public StoredFieldsWriter fieldsWriter(Directory directory, SegmentInfo info, IOContext context)
            throws IOException {
        info.putAttribute(ATTRIBUTE, SMALL_BLOCKS);
        return small.fieldsWriter(directory, info, context);
    }
}
