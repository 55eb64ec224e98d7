package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Descriptors as floats alone, as galleries had them before {@link QuantisedVectorsFormat}; their segments are read
 * until they are merged. Lucene finds this class again by its name when a segment is opened (service file in META-INF),
 * so it stays public, keeps its name and its constructor without arguments.
 */
public final class WideHnswVectorsFormat extends KnnVectorsFormat {
    static final int MAX_DIMENSION = 4096;
    private static final String NAME = "PatchrankWideHnsw";

    private final KnnVectorsFormat hnsw = new Lucene99HnswVectorsFormat();

    public WideHnswVectorsFormat() {
        super(NAME);
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return hnsw.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return hnsw.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
        return MAX_DIMENSION;
    }

    @Override
    public String toString() {
        return NAME + "(" + hnsw + ")";
    }
}
