package io.patchrank.index;

import io.patchrank.api.gallery.GalleryImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a damaged Lucene index file by file. Lucene itself opens a segment as a whole or not at all, and
 * {@code CheckIndex} drops the segments that it cannot open; here the stored fields alone are enough for a row, and the
 * descriptors are read beside them where they can be.
 */
final class CatalogueSalvage {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueSalvage.class);
    private static final String SEGMENT_INFO = ".si";
    private static final String DESCRIPTORS = "descriptor.";

    private final Directory directory;
    private final Map<String, SalvagedCatalogue.Row> newest = new TreeMap<>();
    private boolean complete = true;

    CatalogueSalvage(Directory directory) {
        this.directory = directory;
    }

    private record Part(SegmentInfo info, @Nullable SegmentCommitInfo committed) {}

    SalvagedCatalogue run() throws IOException {
        for (Part part : parts()) {
            try {
                read(part);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}: its rows cannot be read", part.info().name, e);
                complete = false;
            }
        }
        return new SalvagedCatalogue(List.copyOf(newest.values()), complete);
    }

    private List<Part> parts() throws IOException {
        try {
            List<Part> parts = new ArrayList<>();
            for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
                parts.add(new Part(segment.info, segment));
            }
            return parts;
        } catch (IOException | RuntimeException e) {
            LOG.warn("no list of files can be read; all that are there are looked at", e);
            complete = false;
            return orphans();
        }
    }

    /** Segments without the list that names them, by the file that each has of itself. */
    private List<Part> orphans() throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String file : directory.listAll()) {
            if (file.endsWith(SEGMENT_INFO)) {
                try {
                    parts.add(new Part(info(file), null));
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{}: its rows cannot be read", file, e);
                }
            }
        }
        return parts;
    }

    private SegmentInfo info(String file) throws IOException {
        String name = file.substring(0, file.length() - SEGMENT_INFO.length());
        byte[] id = new byte[StringHelper.ID_LENGTH];
        try (IndexInput header = directory.openInput(file, IOContext.READONCE)) {
            // Magic number, name and version come before the id; whether they are right is compared below.
            CodecUtil.readBEInt(header);
            header.readString();
            CodecUtil.readBEInt(header);
            header.readBytes(id, 0, id.length);
        }
        Codec codec = new CatalogueCodec();
        SegmentInfo info = codec.segmentInfoFormat().read(directory, name, id, IOContext.DEFAULT);
        info.setCodec(codec);
        return info;
    }

    private void read(Part part) throws IOException {
        SegmentInfo info = part.info();
        if (info.getUseCompoundFile()) {
            try (Directory inside = info.getCodec().compoundFormat().getCompoundReader(directory, info)) {
                read(part, inside);
            }
        } else {
            read(part, directory);
        }
    }

    private void read(Part part, Directory files) throws IOException {
        SegmentInfo info = part.info();
        Codec codec = info.getCodec();
        FieldInfos fields = codec.fieldInfosFormat().read(files, info, "", IOContext.DEFAULT);
        Optional<Bits> live = live(part);
        Map<Integer, float[]> descriptors = descriptors(info, fields, files);
        try (StoredFieldsReader rows =
                codec.storedFieldsFormat().fieldsReader(files, info, fields, IOContext.DEFAULT)) {
            boolean trusted = isIntact(rows, info);
            for (int doc = 0; doc < info.maxDoc(); doc++) {
                if (live.isEmpty() || live.get().get(doc)) {
                    add(rows, doc, Optional.ofNullable(descriptors.get(doc)), trusted);
                }
            }
        }
    }

    private static boolean isIntact(StoredFieldsReader rows, SegmentInfo info) {
        try {
            rows.checkIntegrity();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: its rows fail their checksum", info.name, e);
            return false;
        }
    }

    private void add(StoredFieldsReader rows, int doc, Optional<float[]> descriptor, boolean trusted) {
        try {
            GalleryImage image = RowDocument.read(rows.document(doc));
            newest.merge(
                    image.id().value(),
                    new SalvagedCatalogue.Row(image, descriptor, trusted),
                    (known, other) ->
                            other.image().updated().isBefore(known.image().updated()) ? known : other);
        } catch (IOException | RuntimeException e) {
            LOG.warn("row {} cannot be read", doc, e);
            complete = false;
        }
    }

    /** Which rows are not replaced; without it, the newest of each image is taken. */
    private Optional<Bits> live(Part part) {
        SegmentCommitInfo committed = part.committed();
        if (committed == null || !committed.hasDeletions()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    part.info().getCodec().liveDocsFormat().readLiveDocs(directory, committed, IOContext.READONCE));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: which of its rows were replaced cannot be read", part.info().name, e);
            return Optional.empty();
        }
    }

    /** By document; empty when their file is damaged: features and files have them too. */
    private static Map<Integer, float[]> descriptors(SegmentInfo info, FieldInfos fields, Directory files) {
        Map<Integer, float[]> found = new TreeMap<>();
        if (!fields.hasVectorValues()) {
            return found;
        }
        SegmentReadState state = new SegmentReadState(files, info, fields, IOContext.DEFAULT);
        try (KnnVectorsReader reader = info.getCodec().knnVectorsFormat().fieldsReader(state)) {
            reader.checkIntegrity();
            for (FieldInfo field : fields) {
                if (field.hasVectorValues() && field.name.startsWith(DESCRIPTORS)) {
                    FloatVectorValues values = reader.getFloatVectorValues(field.name);
                    KnnVectorValues.DocIndexIterator rows = values.iterator();
                    while (rows.nextDoc() != KnnVectorValues.DocIndexIterator.NO_MORE_DOCS) {
                        found.put(rows.docID(), values.vectorValue(rows.index()).clone());
                    }
                }
            }
            return found;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: its descriptors cannot be read", info.name, e);
            return Map.of();
        }
    }
}
