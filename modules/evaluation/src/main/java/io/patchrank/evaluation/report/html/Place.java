package io.patchrank.evaluation.report.html;

/**
 * One place of a ranked list.
 *
 * @param image its name
 * @param score shown below it; {@code NaN} for none
 * @param rank from 1
 * @param before rank in the list before re-ranking, from 1; 0 when it was not in it, or for that list itself
 */
public record Place(String image, Relation relation, double score, int rank, int before) {
    /** How an image relates to the query. */
    public enum Relation {
        POSITIVE("right", "✓"),
        NEGATIVE("wrong", "✗"),
        /** Neither right nor wrong: passed over by the metric. */
        JUNK("junk", "–");

        private final String cssClass;
        private final String mark;

        Relation(String cssClass, String mark) {
            this.cssClass = cssClass;
            this.mark = mark;
        }

        String cssClass() {
            return cssClass;
        }

        /** Says it without colour. */
        String mark() {
            return mark;
        }
    }
}
