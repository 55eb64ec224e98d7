package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Descriptors as Lucene's flat format keeps them, and beside them an inverted file ({@link InvertedLists}). Lucene finds
 * this class again by its name when a segment is opened (service file in META-INF), so it stays public, keeps its name
 * and its constructor without arguments.
 */
public final class IvfVectorsFormat extends KnnVectorsFormat {
    static final String LISTS_CODEC = "PatchrankIvfLists";
    static final String LISTS_EXTENSION = "ivf";
    static final String HEADS_CODEC = "PatchrankIvfHeads";
    static final String HEADS_EXTENSION = "ivfh";
    static final int VERSION = 0;
    private static final String NAME = "PatchrankIvf";

    private final FlatVectorsFormat floats =
            new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

    public IvfVectorsFormat() {
        super(NAME);
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return IvfVectorsWriter.open(state, floats);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return IvfVectorsReader.open(state, floats);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
        return WideHnswVectorsFormat.MAX_DIMENSION;
    }

    @Override
    public String toString() {
        return NAME;
    }
}
