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
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IvfVectorsWriter} has written. Lucene's own queries compare all descriptors. */
final class IvfVectorsReader extends KnnVectorsReader {
    private final FlatVectorsReader floats;
    private final IndexInput in;
    private final Map<String, InvertedLists> lists;

    private IvfVectorsReader(FlatVectorsReader floats, IndexInput in, Map<String, InvertedLists> lists) {
        this.floats = floats;
        this.in = in;
        this.lists = lists;
    }

    static IvfVectorsReader open(SegmentReadState state, FlatVectorsFormat format) throws IOException {
        FlatVectorsReader floats = format.fieldsReader(state);
        IndexInput in = null;
        try {
            in = state.directory.openInput(
                    name(state, IvfVectorsFormat.LISTS_EXTENSION), state.context.withHints(DataAccessHint.RANDOM));
            checkHeader(in, IvfVectorsFormat.LISTS_CODEC, state);
            CodecUtil.retrieveChecksum(in);
            Map<String, InvertedLists> lists = new HashMap<>();
            for (Map.Entry<String, ListsHead> head : heads(state).entrySet()) {
                lists.put(head.getKey(), new InvertedLists(head.getValue(), in));
            }
            return new IvfVectorsReader(floats, in, lists);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(in, floats);
            throw e;
        }
    }

    /** By field. */
    private static Map<String, ListsHead> heads(SegmentReadState state) throws IOException {
        Map<String, ListsHead> heads = new HashMap<>();
        try (ChecksumIndexInput in = state.directory.openChecksumInput(name(state, IvfVectorsFormat.HEADS_EXTENSION))) {
            Throwable failure = null;
            try {
                checkHeader(in, IvfVectorsFormat.HEADS_CODEC, state);
                int fields = in.readVInt();
                for (int i = 0; i < fields; i++) {
                    int number = in.readVInt();
                    FieldInfo field = state.fieldInfos.fieldInfo(number);
                    if (field == null) {
                        throw new CorruptIndexException("no field has the number " + number, in);
                    }
                    heads.put(field.name, ListsHead.read(in));
                }
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            // Says that the file is damaged, where that is why reading failed; else throws what failed.
            CodecUtil.checkFooter(in, failure);
        }
        return heads;
    }

    private static String name(SegmentReadState state, String extension) {
        return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    }

    private static void checkHeader(DataInput in, String codec, SegmentReadState state) throws IOException {
        CodecUtil.checkIndexHeader(
                in,
                codec,
                IvfVectorsFormat.VERSION,
                IvfVectorsFormat.VERSION,
                state.segmentInfo.getId(),
                state.segmentSuffix);
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
                floats.getOffHeapByteSize(field), Map.of(IvfVectorsFormat.LISTS_EXTENSION, in.length()));
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(in, floats);
    }
}
