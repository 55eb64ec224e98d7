package io.patchrank.index;

import java.time.Instant;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexableField;

/**
 * A moment in a row: nanoseconds since the epoch, since parsing the text of three moments a row took more of a search
 * than reading the row. As text where that does not fit (before 1677, after 2262), and in rows of older galleries.
 */
final class StoredInstant {
    private static final long NANOS = 1_000_000_000L;
    /** Seconds whose nanoseconds fit a long, whatever their fraction. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    private StoredInstant() {}

    static StoredField of(String field, Instant moment) {
        return Math.abs(moment.getEpochSecond()) <= MOST_SECONDS
                ? new StoredField(field, moment.getEpochSecond() * NANOS + moment.getNano())
                : new StoredField(field, moment.toString());
    }

    /** @throws java.time.DateTimeException when it is no moment */
    static Instant read(IndexableField value) {
        Number nanos = value.numericValue();
        return nanos == null
                ? Instant.parse(String.valueOf(value.stringValue()))
                : Instant.ofEpochSecond(
                        Math.floorDiv(nanos.longValue(), NANOS), Math.floorMod(nanos.longValue(), NANOS));
    }
}
