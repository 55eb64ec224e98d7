package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's HNSW format for descriptors of up to {@value #MAX_DIMENSION} values; Lucene's own limit is 1024. The files
 * are the same. Lucene finds this class again by its name when a segment is opened (service file in META-INF), so it
 * stays public, keeps its name and its constructor without arguments.
 */
public final class WideHnswVectorsFormat extends KnnVectorsFormat {
    static final int MAX_DIMENSION = 4096;
    private static final String NAME = "PatchrankWideHnsw";
    private static final int MERGE_WORKERS = 1;

    private final KnnVectorsFormat hnsw;

    /** For reading. */
    public WideHnswVectorsFormat() {
        this(IndexOptions.defaults());
    }

    WideHnswVectorsFormat(IndexOptions options) {
        super(NAME);
        hnsw = new Lucene99HnswVectorsFormat(
                options.graphDegree(), options.buildBeam(), MERGE_WORKERS, null, tinySegment(options.graphFrom()));
    }

    /**
     * Lucene gives a segment of n vectors a graph when {@code threshold * ln(n) < n}, the visits that a search for
     * {@code threshold} neighbours is expected to make.
     */
    private static int tinySegment(int graphFrom) {
        return graphFrom < 2 ? 0 : (int) (graphFrom / Math.log(graphFrom));
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
