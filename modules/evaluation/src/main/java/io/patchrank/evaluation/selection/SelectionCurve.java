package io.patchrank.evaluation.selection;

import java.util.List;

/**
 * Quality against the number of descriptors, for one re-ranker and one stored form.
 *
 * @param points by ascending number
 */
public record SelectionCurve(String reranker, StoredForm form, List<SelectionPoint> points) {
    public SelectionCurve {
        points = List.copyOf(points);
    }

    public String label() {
        return reranker + ", " + form.label();
    }
}
