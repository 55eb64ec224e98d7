package io.patchrank.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.ImageState;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.index.Ranking.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** The gallery as one commit left it. Immutable and thread-safe; {@link GalleryViews} counts who still reads it. */
final class GalleryView {
    private static final Sort BY_ID = new Sort(new SortField(RowDocument.ID, SortField.Type.STRING));

    /** Share of the rows outside the largest segment. */
    private static final double SCATTERED = 0.25;

    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final GalleryModel model;
    private final DescriptorSearch descriptors;
    private final Map<ImageState.Kind, Integer> counts = new EnumMap<>(ImageState.Kind.class);

    /** @param folder named in errors */
    GalleryView(DirectoryReader reader, String folder) throws IOException {
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
        this.model = GalleryModel.of(reader.getIndexCommit().getUserData(), folder);
        for (ImageState.Kind kind : ImageState.Kind.values()) {
            counts.put(kind, searcher.count(in(kind)));
        }
        this.descriptors = new DescriptorSearch(searcher, model, count(ImageState.Kind.INDEXED));
    }

    DirectoryReader reader() {
        return reader;
    }

    GalleryModel model() {
        return model;
    }

    int count(ImageState.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    DescriptorSearch descriptors() {
        return descriptors;
    }

    Optional<GalleryImage> get(ImageId id) throws IOException {
        return only(new Term(RowDocument.ID, id.value()));
    }

    Optional<GalleryImage> bySource(String source) throws IOException {
        return only(new Term(RowDocument.LIVE_SOURCE, source));
    }

    List<GalleryImage> bySha256(String sha256) throws IOException {
        Query query = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(RowDocument.SHA256, sha256)), Occur.FILTER)
                .add(in(ImageState.Kind.INDEXED), Occur.FILTER)
                .build();
        return rows(searcher.search(query, Math.max(1, searcher.count(query)), BY_ID).scoreDocs);
    }

    List<GalleryImage> list(Set<ImageState.Kind> states, MetadataFilter filter, Optional<ImageId> after, int limit)
            throws IOException {
        if (limit == 0) {
            return List.of();
        }
        BooleanQuery.Builder inState = new BooleanQuery.Builder();
        states.forEach(kind -> inState.add(in(kind), Occur.SHOULD));
        Query query = new BooleanQuery.Builder()
                .add(inState.build(), Occur.FILTER)
                .add(FilterQueries.of(filter), Occur.FILTER)
                .build();
        // Among equal ids (the row itself) Lucene goes on behind the document number, so the largest skips the row.
        FieldDoc last = after.map(id -> new FieldDoc(
                        Math.max(0, reader.maxDoc() - 1), Float.NaN, new Object[] {new BytesRef(id.value())}))
                .orElse(null);
        int wanted = Math.min(limit, Math.max(1, reader.maxDoc()));
        return rows(searcher.searchAfter(last, query, wanted, BY_ID).scoreDocs);
    }

    void visitFeatures(BiConsumer<ImageId, FeatureKey> visitor) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            PostingsEnum indexed = leaf.reader()
                    .postings(new Term(RowDocument.STATE, ImageState.Kind.INDEXED.name()), PostingsEnum.NONE);
            if (indexed == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            StoredFields stored = leaf.reader().storedFields();
            for (int doc = indexed.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = indexed.nextDoc()) {
                if (live == null || live.get(doc)) {
                    RowDocument.visitFeatures(stored, doc, visitor);
                }
            }
        }
    }

    /** Of the documents on disk, those that were changed or removed since; 0..1. */
    double deletedShare() {
        return (double) reader.numDeletedDocs() / Math.max(1, reader.maxDoc());
    }

    /**
     * Whether an approximate search pays for the number of segments: a graph or lists of some rows cost nearly as much to
     * search as those of all would. Rows of the largest segment are not merged again as long as few others have come.
     */
    boolean isScattered() {
        int largest = reader.leaves().stream()
                .mapToInt(leaf -> leaf.reader().maxDoc())
                .max()
                .orElse(0);
        return reader.leaves().size() > 1 && reader.maxDoc() - largest > reader.maxDoc() * SCATTERED;
    }

    /** The rows of a ranking, in its order. */
    List<Neighbour> neighbours(List<Ranked> ranked) throws IOException {
        GalleryImage[] images = load(ranked.stream().mapToInt(Ranked::doc).toArray());
        List<Neighbour> neighbours = new ArrayList<>(images.length);
        for (int i = 0; i < images.length; i++) {
            float similarity = Math.clamp(ranked.get(i).cosine(), -1f, 1f);
            neighbours.add(new Neighbour(images[i], similarity));
        }
        return neighbours;
    }

    boolean isIndexed(ImageId id) throws IOException {
        return descriptor(id).isPresent();
    }

    /** The descriptor under which the image is indexed. */
    Optional<float[]> descriptor(ImageId id) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            int doc = find(leaf, new Term(RowDocument.ID, id.value()));
            FloatVectorValues values = doc < 0 ? null : leaf.reader().getFloatVectorValues(model.field());
            if (values != null) {
                KnnVectorValues.DocIndexIterator rows = values.iterator();
                if (rows.advance(doc) == doc) {
                    return Optional.of(values.vectorValue(rows.index()).clone());
                }
            }
        }
        return Optional.empty();
    }

    /** About so many indexed images, spread evenly over the files: descriptors by document. */
    Map<Integer, float[]> sample(int wanted) throws IOException {
        int stride = Math.max(1, count(ImageState.Kind.INDEXED) / wanted);
        Map<Integer, float[]> sample = new LinkedHashMap<>();
        int seen = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(model.field());
            if (values == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            KnnVectorValues.DocIndexIterator rows = values.iterator();
            for (int doc = rows.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = rows.nextDoc()) {
                boolean isLive = live == null || live.get(doc);
                if (isLive && seen++ % stride == 0 && sample.size() < wanted) {
                    sample.put(
                            leaf.docBase + doc, values.vectorValue(rows.index()).clone());
                }
            }
        }
        return sample;
    }

    private Optional<GalleryImage> only(Term term) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            int doc = find(leaf, term);
            if (doc >= 0) {
                return Optional.of(RowDocument.read(leaf.reader().storedFields().document(doc)));
            }
        }
        return Optional.empty();
    }

    /** The live document with a term that at most one live document has; -1 when there is none. */
    private static int find(LeafReaderContext leaf, Term term) throws IOException {
        PostingsEnum documents = leaf.reader().postings(term, PostingsEnum.NONE);
        if (documents == null) {
            return -1;
        }
        Bits live = leaf.reader().getLiveDocs();
        int doc = documents.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) {
            doc = documents.nextDoc();
        }
        return doc == DocIdSetIterator.NO_MORE_DOCS ? -1 : doc;
    }

    private List<GalleryImage> rows(ScoreDoc[] hits) throws IOException {
        return List.of(load(Arrays.stream(hits).mapToInt(hit -> hit.doc).toArray()));
    }

    /** The rows of the documents, in the order asked; read in the order of the file, where neighbours share a block. */
    private GalleryImage[] load(int[] docs) throws IOException {
        StoredFields stored = searcher.storedFields();
        Integer[] inFile = new Integer[docs.length];
        Arrays.setAll(inFile, i -> i);
        Arrays.sort(inFile, Comparator.comparingInt(i -> docs[i]));
        GalleryImage[] images = new GalleryImage[docs.length];
        for (int i : inFile) {
            Document row = stored.document(docs[i]);
            images[i] = RowDocument.read(row);
        }
        return images;
    }

    private static Query in(ImageState.Kind kind) {
        return new TermQuery(new Term(RowDocument.STATE, kind.name()));
    }
}
