package io.patchrank.index;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/**
 * Rows whose text contains every word, wherever in a word of the row it stands. Reads the text of every row that the
 * other filters let through: no index of words finds the middle of a file name.
 */
final class TextQuery extends Query {
    /** Text that a row is found by. Rows written before there was this field have none. */
    static final String FIELD = "text";

    private static final float PER_ROW = 100;

    private final List<BytesRef> words;

    TextQuery(List<String> words) {
        this.words = words.stream().map(RowText::folded).toList();
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
                return new DefaultScorerSupplier(
                        new ConstantScoreScorer(score(), scoreMode, matching(context.reader())));
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
    }

    private TwoPhaseIterator matching(LeafReader reader) throws IOException {
        BinaryDocValues texts = DocValues.getBinary(reader, FIELD);
        StoredFields rows = reader.storedFields();
        DocIdSetIterator all = DocIdSetIterator.all(reader.maxDoc());
        return new TwoPhaseIterator(all) {
            @Override
            public boolean matches() throws IOException {
                BytesRef text = texts.advanceExact(all.docID())
                        ? texts.binaryValue()
                        : RowText.of(RowDocument.read(rows.document(all.docID())));
                return words.stream().allMatch(word -> RowText.contains(text, word));
            }

            @Override
            public float matchCost() {
                return PER_ROW;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "text contains " + words.stream().map(BytesRef::utf8ToString).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextQuery query && words.equals(query.words);
    }

    @Override
    public int hashCode() {
        return Objects.hash(classHash(), words);
    }
}
