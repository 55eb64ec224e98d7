package io.patchrank.evaluation.report.html;

import java.util.Comparator;
import java.util.List;

/**
 * One query with its lists.
 *
 * @param name of the query image
 * @param group what it belongs to; may be empty
 * @param figures average precision before and after, by task
 * @param before the first places of the list before re-ranking
 * @param after the same after it
 * @param moves where its positives stood and stand, the best first
 */
public record QueryCard(
        String name, String group, List<Change> figures, List<Place> before, List<Place> after, List<Move> moves) {
    public QueryCard {
        figures = List.copyOf(figures);
        before = List.copyOf(before);
        after = List.copyOf(after);
        moves = List.copyOf(moves);
    }

    /** Average precision under one task, {@code NaN} when there was nothing to find. */
    public record Change(String task, double before, double after) {}

    /** Ranks of one positive, from 1; 0 when the list does not have it. */
    public record Move(String image, int before, int after) {
        /** By the rank after re-ranking; what was not found comes last. */
        static final Comparator<Move> BEST_FIRST = Comparator.comparingInt(
                        (Move move) -> move.after() == 0 ? Integer.MAX_VALUE : move.after())
                .thenComparing(Move::image);
    }

    /** Mean change over the tasks that have one; 0 when none has. */
    public double gain() {
        return figures.stream()
                .mapToDouble(change -> change.after() - change.before())
                .filter(Double::isFinite)
                .average()
                .orElse(0);
    }
}
