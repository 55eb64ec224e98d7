package io.patchrank.index;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** Writes the floats and the inverted lists of one segment: the lists of all fields in one file, their heads in another. */
final class IvfVectorsWriter extends KnnVectorsWriter {
    private final SegmentWriteState state;
    private final FlatVectorsWriter floats;
    private final IndexOutput lists;
    private final Map<FieldInfo, FlatFieldVectorsWriter<float[]>> added = new LinkedHashMap<>();
    private final Map<FieldInfo, ListsHead> heads = new LinkedHashMap<>();

    private IvfVectorsWriter(SegmentWriteState state, FlatVectorsWriter floats, IndexOutput lists) {
        this.state = state;
        this.floats = floats;
        this.lists = lists;
    }

    static IvfVectorsWriter open(SegmentWriteState state, FlatVectorsFormat format) throws IOException {
        FlatVectorsWriter floats = format.fieldsWriter(state);
        try {
            return new IvfVectorsWriter(
                    state, floats, create(state, IvfVectorsFormat.LISTS_EXTENSION, IvfVectorsFormat.LISTS_CODEC));
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(floats);
            throw e;
        }
    }

    private static IndexOutput create(SegmentWriteState state, String extension, String codec) throws IOException {
        IndexOutput out = state.directory.createOutput(
                IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension), state.context);
        try {
            CodecUtil.writeIndexHeader(
                    out, codec, IvfVectorsFormat.VERSION, state.segmentInfo.getId(), state.segmentSuffix);
            return out;
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(out);
            throw e;
        }
    }

    @Override
    public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
        if (field.getVectorEncoding() != VectorEncoding.FLOAT32) {
            throw new IllegalArgumentException("descriptors are floats, not " + field.getVectorEncoding());
        }
        @SuppressWarnings("unchecked") // By the encoding.
        FlatFieldVectorsWriter<float[]> writer = (FlatFieldVectorsWriter<float[]>) floats.addField(field);
        added.put(field, writer);
        return writer;
    }

    @Override
    public void flush(int maxDoc, Sorter.@Nullable DocMap sortMap) throws IOException {
        if (sortMap != null) {
            throw new IllegalArgumentException("sorted segments are not written");
        }
        floats.flush(maxDoc, null);
        for (Map.Entry<FieldInfo, FlatFieldVectorsWriter<float[]>> field : added.entrySet()) {
            int dimension = field.getKey().getVectorDimension();
            write(
                    field.getKey(),
                    () -> FloatVectorValues.fromFloats(field.getValue().getVectors(), dimension),
                    () -> {});
        }
    }

    @Override
    public @Nullable IORunnable mergeOneField(FieldInfo field, MergeState merge) throws IOException {
        floats.mergeOneFlatVectorField(field, merge);
        write(field, () -> MergedVectorValues.mergeFloatVectorValues(field, merge), merge::checkAborted);
        return null;
    }

    private void write(FieldInfo field, InvertedListsWriter.Vectors vectors, IORunnable alive) throws IOException {
        heads.put(field, new InvertedListsWriter(state, lists, field.getVectorDimension(), alive).write(vectors));
    }

    @Override
    public void finish() throws IOException {
        floats.finish();
        CodecUtil.writeFooter(lists);
        try (IndexOutput out = create(state, IvfVectorsFormat.HEADS_EXTENSION, IvfVectorsFormat.HEADS_CODEC)) {
            out.writeVInt(heads.size());
            for (Map.Entry<FieldInfo, ListsHead> head : heads.entrySet()) {
                out.writeVInt(head.getKey().number);
                head.getValue().write(out);
            }
            CodecUtil.writeFooter(out);
        }
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(lists, floats);
    }

    @Override
    public long ramBytesUsed() {
        return floats.ramBytesUsed();
    }
}
