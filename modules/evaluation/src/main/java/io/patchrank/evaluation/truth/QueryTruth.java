package io.patchrank.evaluation.truth;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a ground-truth file says of one query: lists of gallery rows by name, {@code easy}, {@code hard} and
 * {@code junk} in revisited Oxford and Paris, {@code ok} and perhaps {@code junk} elsewhere. Immutable.
 */
public final class QueryTruth {
    private final String subject;
    private final Map<String, int[]> lists;

    /**
     * @param subject file and query, for errors
     * @param lists copied
     * @throws PatchrankException BAD_REQUEST for a row that stands in two lists or is negative
     */
    public QueryTruth(String subject, Map<String, int[]> lists) {
        this.subject = subject;
        this.lists = new HashMap<>();
        Map<Integer, String> seen = new HashMap<>();
        lists.forEach((name, rows) -> {
            for (int row : rows) {
                String other = seen.putIfAbsent(row, name);
                if (row < 0 || (other != null && !other.equals(name))) {
                    throw bad(name, "row " + row + (row < 0 ? " is negative" : " is also " + other));
                }
            }
            this.lists.put(name, rows.clone());
        });
    }

    /** @throws PatchrankException BAD_REQUEST naming file, query and key when there is no such list */
    public int[] require(String name) {
        return optional(name).orElseThrow(() -> bad(name, "there is no such list; the query has " + lists.keySet()));
    }

    public Optional<int[]> optional(String name) {
        return Optional.ofNullable(lists.get(name)).map(int[]::clone);
    }

    /** The union of the named lists, all of which must be there. */
    public BitSet rows(String... names) {
        BitSet rows = new BitSet();
        for (String name : names) {
            Arrays.stream(require(name)).forEach(rows::set);
        }
        return rows;
    }

    /** @throws PatchrankException BAD_REQUEST when a list names a row that a gallery of {@code images} does not have */
    public void requireRowsBelow(int images) {
        lists.forEach((name, rows) -> Arrays.stream(rows)
                .filter(row -> row >= images)
                .findFirst()
                .ifPresent(row -> {
                    throw bad(name, "row " + row + " is beyond the gallery of " + images + " images");
                }));
    }

    private PatchrankException bad(String key, String message) {
        return new PatchrankException(ErrorCode.BAD_REQUEST, subject + "." + key, message);
    }
}
