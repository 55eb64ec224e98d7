package io.patchrank.index;

import io.patchrank.api.gallery.MetadataFilter;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Metadata filters as Lucene queries over the fields of {@link MetadataTerms}. */
final class FilterQueries {
    private FilterQueries() {}

    static boolean matchesAll(MetadataFilter filter) {
        return filter instanceof MetadataFilter.All all && all.parts().stream().allMatch(FilterQueries::matchesAll);
    }

    static Query of(MetadataFilter filter) {
        return switch (filter) {
            case MetadataFilter.All all -> {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                all.parts().forEach(part -> query.add(of(part), Occur.FILTER));
                yield all.parts().isEmpty() ? MatchAllDocsQuery.INSTANCE : query.build();
            }
            case MetadataFilter.AnyOf any -> {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                any.parts().forEach(part -> query.add(of(part), Occur.SHOULD));
                yield any.parts().isEmpty() ? new MatchNoDocsQuery("empty AnyOf") : query.build();
            }
            case MetadataFilter.Not not ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(of(not.part()), Occur.MUST_NOT)
                        .build();
            case MetadataFilter.Equals equals -> equality(equals.field(), equals.value());
            case MetadataFilter.Range range -> range(range.field(), range.from(), range.to());
            case MetadataFilter.Exists exists -> new TermQuery(MetadataTerms.presence(exists.field()));
            case MetadataFilter.SourcePrefix source -> new PrefixQuery(new Term(RowDocument.SOURCE, source.prefix()));
            case MetadataFilter.Text text ->
                text.words().isEmpty() ? MatchAllDocsQuery.INSTANCE : new TextQuery(text.words());
        };
    }

    private static Query equality(String field, Object value) {
        return switch (value) {
            case String s -> new TermQuery(MetadataTerms.string(field, s));
            case Boolean b -> new TermQuery(MetadataTerms.bool(field, b));
            case Number n -> range(field, n.doubleValue(), n.doubleValue());
            default -> throw new IllegalArgumentException("refused by Equals: " + value);
        };
    }

    private static Query range(String field, double from, double to) {
        if (!(from <= to)) {
            return new MatchNoDocsQuery("empty range");
        }
        return DoublePoint.newRangeQuery(
                MetadataTerms.numberField(field), MetadataTerms.point(from), MetadataTerms.point(to));
    }
}
