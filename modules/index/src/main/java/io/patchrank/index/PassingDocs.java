package io.patchrank.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The live documents that pass a filter. */
final class PassingDocs {
    private final FixedBitSet[] bySegment;
    private final int count;

    private PassingDocs(FixedBitSet[] bySegment, int count) {
        this.bySegment = bySegment;
        this.count = count;
    }

    static PassingDocs of(IndexSearcher searcher, Query filter) throws IOException {
        Weight weight = ExactScan.prepare(searcher, filter);
        FixedBitSet[] bySegment = new FixedBitSet[searcher.getLeafContexts().size()];
        int count = 0;
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            FixedBitSet passing = new FixedBitSet(leaf.reader().maxDoc());
            Bits live = ListScan.live(leaf);
            Scorer scorer = weight.scorer(leaf);
            DocIdSetIterator docs = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if (live.get(doc)) {
                    passing.set(doc);
                    count++;
                }
            }
            bySegment[leaf.ord] = passing;
        }
        return new PassingDocs(bySegment, count);
    }

    int count() {
        return count;
    }

    Bits of(LeafReaderContext segment) {
        return bySegment[segment.ord];
    }
}
