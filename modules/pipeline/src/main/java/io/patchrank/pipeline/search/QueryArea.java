package io.patchrank.pipeline.search;

import io.patchrank.api.picture.ImageArea;
import io.patchrank.api.picture.ImagePoint;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PatchMatch;

/** The part of the query that the network saw. */
record QueryArea(ImageArea area) {
    /** The same explanation with its query patches placed on the whole picture. */
    Explanation onWholePicture(Explanation explanation) {
        return area.equals(ImageArea.WHOLE)
                ? explanation
                : new Explanation(
                        explanation.formula(),
                        explanation.matches().stream().map(this::onWholePicture).toList());
    }

    private PatchMatch onWholePicture(PatchMatch match) {
        ImagePoint query = area.at(match.queryX(), match.queryY());
        return new PatchMatch((float) query.x(), (float) query.y(), match.otherX(), match.otherY(), match.strength());
    }
}
