package io.patchrank.pipeline.search;

import io.patchrank.api.picture.CropBox;
import io.patchrank.api.picture.PixelSize;
import io.patchrank.api.rerank.Explanation;
import io.patchrank.api.rerank.PatchMatch;
import java.util.Optional;

/** The part of the query that the network saw, as fractions of the whole picture. */
record QueryArea(double x, double y, double width, double height) {
    private static final QueryArea WHOLE = new QueryArea(0, 0, 1, 1);

    static QueryArea of(Optional<CropBox> crop, Optional<PixelSize> picture) {
        if (crop.isEmpty() || picture.isEmpty()) {
            return WHOLE;
        }
        PixelSize size = picture.get();
        return crop.get()
                .within(size)
                .map(box -> new QueryArea(
                        box.x() / size.width(),
                        box.y() / size.height(),
                        box.width() / size.width(),
                        box.height() / size.height()))
                .orElse(WHOLE);
    }

    /** The same explanation with its query patches placed on the whole picture. */
    Explanation onWholePicture(Explanation explanation) {
        return equals(WHOLE)
                ? explanation
                : new Explanation(
                        explanation.formula(),
                        explanation.matches().stream().map(this::onWholePicture).toList());
    }

    private PatchMatch onWholePicture(PatchMatch match) {
        return new PatchMatch(
                (float) (x + width * match.queryX()),
                (float) (y + height * match.queryY()),
                match.otherX(),
                match.otherY(),
                match.strength());
    }
}
