package io.patchrank.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IvfVectorsWriter} has written. Lucene's own queries compare all descriptors. */
final class IvfVectorsReader extends KnnVectorsReader {
    private final FlatVectorsReader floats;
    private final IndexInput in;
    private final Map<String, InvertedLists> lists = new HashMap<>();

    private IvfVectorsReader(FlatVectorsReader floats, IndexInput in) {
        this.floats = floats;
        this.in = in;
    }

    static IvfVectorsReader open(SegmentReadState state, FlatVectorsFormat format) throws IOException {
        FlatVectorsReader floats = format.fieldsReader(state);
        IndexInput in = null;
        try {
            String name = IndexFileNames.segmentFileName(
                    state.segmentInfo.name, state.segmentSuffix, IvfVectorsFormat.EXTENSION);
            in = state.directory.openInput(name, state.context.withHints(DataAccessHint.RANDOM));
            CodecUtil.checkIndexHeader(
                    in,
                    IvfVectorsFormat.CODEC,
                    IvfVectorsFormat.VERSION,
                    IvfVectorsFormat.VERSION,
                    state.segmentInfo.getId(),
                    state.segmentSuffix);
            CodecUtil.retrieveChecksum(in);
            IvfVectorsReader reader = new IvfVectorsReader(floats, in);
            reader.readHeads(state);
            return reader;
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(in, floats);
            throw e;
        }
    }

    private void readHeads(SegmentReadState state) throws IOException {
        in.seek(in.length() - CodecUtil.footerLength() - Long.BYTES);
        in.seek(in.readLong());
        int fields = in.readVInt();
        for (int i = 0; i < fields; i++) {
            int number = in.readVInt();
            FieldInfo field = state.fieldInfos.fieldInfo(number);
            if (field == null) {
                throw new CorruptIndexException("no field has the number " + number, in);
            }
            lists.put(field.name, new InvertedLists(ListsHead.read(in), in));
        }
    }

    /** The lists of a segment's descriptors; null where it was written without, or has none. */
    static @Nullable InvertedLists lists(LeafReader segment, String field) {
        KnnVectorsReader reader = segment instanceof CodecReader codec ? codec.getVectorReader() : null;
        if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
            reader = fields.getFieldReader(field);
        }
        return reader instanceof IvfVectorsReader ivf ? ivf.lists.get(field) : null;
    }

    @Override
    public void checkIntegrity() throws IOException {
        floats.checkIntegrity();
        CodecUtil.checksumEntireFile(in);
    }

    @Override
    public FloatVectorValues getFloatVectorValues(String field) throws IOException {
        return floats.getFloatVectorValues(field);
    }

    @Override
    public ByteVectorValues getByteVectorValues(String field) throws IOException {
        return floats.getByteVectorValues(field);
    }

    @Override
    public void search(String field, float[] target, KnnCollector collector, AcceptDocs accepted) throws IOException {
        RandomVectorScorer scorer = floats.getRandomVectorScorer(field, target);
        Bits ordinals = scorer.getAcceptOrds(accepted.bits());
        for (int row = 0; row < scorer.maxOrd() && !collector.earlyTerminated(); row++) {
            if (ordinals == null || ordinals.get(row)) {
                collector.incVisitedCount(1);
                collector.collect(scorer.ordToDoc(row), scorer.score(row));
            }
        }
    }

    @Override
    public void search(String field, byte[] target, KnnCollector collector, AcceptDocs accepted) throws IOException {
        floats.search(field, target, collector, accepted);
    }

    @Override
    public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
        return mergeOffHeapByteSizeMaps(
                floats.getOffHeapByteSize(field), Map.of(IvfVectorsFormat.EXTENSION, in.length()));
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(in, floats);
    }
}
