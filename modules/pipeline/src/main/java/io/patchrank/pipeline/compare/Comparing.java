package io.patchrank.pipeline.compare;

import io.patchrank.api.bus.CompareRequest;
import io.patchrank.api.bus.ComparedSide;
import io.patchrank.api.bus.Comparison;
import io.patchrank.api.bus.Match;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.picture.ImagePoint;
import io.patchrank.api.rerank.PatchMatch;
import io.patchrank.imaging.geometry.GeometricVerification;
import io.patchrank.imaging.geometry.GeometricVerification.Agreement;
import io.patchrank.imaging.geometry.Homography;
import io.patchrank.imaging.geometry.PointPair;
import io.patchrank.pipeline.flow.Stopwatch;
import io.patchrank.rerank.MatchedRows;
import io.patchrank.rerank.PatchMatcher;
import io.patchrank.rerank.PatchSpacing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What two described images have in common. Thread-safe; computes on the calling thread. Owns native memory. */
public final class Comparing implements AutoCloseable {
    /** A match is as exact as its patches are large; of a warped patch more than the nearest one may be the best. */
    private static final double TOLERANCE_PATCHES = 1.0;

    private final PatchMatcher matcher = new PatchMatcher();
    private final double threshold;

    /** @param threshold cosine that a match must exceed where a request names none */
    public Comparing(double threshold) {
        this.threshold = threshold;
    }

    Comparison compare(CompareRequest request, ComparedImage query, ComparedImage other, Stopwatch watch) {
        requireOneModel(query, other);
        List<MatchedRows> rows = matcher.match(
                query.locals(), other.locals(), request.threshold().orElse(threshold));
        watch.lap("match");
        Agreement agreement = verify(query, other, rows);
        watch.lap("verify");
        Maps maps = Maps.of(query, other);
        watch.lap("maps");
        Comparison comparison = new Comparison(
                side(query, maps.query()),
                side(other, maps.other()),
                dot(query.global(), other.global()),
                matches(query, other, rows, agreement),
                agreement.homography().map(Comparing::values),
                query.model(),
                Map.of(),
                Optional.empty());
        Optional<byte[]> picture = request.picture().map(options -> Drawing.of(comparison, query, other, options));
        if (picture.isPresent()) {
            watch.lap("draw");
        }
        return comparison.finished(watch.soFar(), picture);
    }

    private static void requireOneModel(ComparedImage query, ComparedImage other) {
        if (!query.model().equals(other.model())) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    other.name(),
                    "it was described by model " + other.model() + ", " + query.name() + " by " + query.model()
                            + "; descriptors compare only within one");
        }
    }

    /** Without the sizes of both images there are no pixels to speak of, and nothing agrees. */
    private static Agreement verify(ComparedImage query, ComparedImage other, List<MatchedRows> rows) {
        boolean sized = query.width() > 0 && query.height() > 0 && other.width() > 0 && other.height() > 0;
        List<PointPair> pairs = new ArrayList<>();
        for (MatchedRows match : rows) {
            ImagePoint from = place(query, match.query());
            ImagePoint to = place(other, match.other());
            pairs.add(new PointPair(
                    from.x() * query.width(),
                    from.y() * query.height(),
                    to.x() * other.width(),
                    to.y() * other.height()));
        }
        return sized
                ? GeometricVerification.verify(pairs, tolerance(query), tolerance(other))
                : Agreement.none(pairs.size());
    }

    /** In pixels of the image. */
    private static double tolerance(ComparedImage image) {
        PatchSpacing spacing = PatchSpacing.of(image.locals());
        double width = spacing.x() * image.area().width() * image.width();
        double height = spacing.y() * image.area().height() * image.height();
        return TOLERANCE_PATCHES * Math.max(width, height);
    }

    private static ImagePoint place(ComparedImage image, int row) {
        return image.area().at(image.locals().x()[row], image.locals().y()[row]);
    }

    private static List<Match> matches(
            ComparedImage query, ComparedImage other, List<MatchedRows> rows, Agreement agreement) {
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            MatchedRows row = rows.get(i);
            ImagePoint from = place(query, row.query());
            ImagePoint to = place(other, row.other());
            PatchMatch patches =
                    new PatchMatch((float) from.x(), (float) from.y(), (float) to.x(), (float) to.y(), row.cosine());
            matches.add(new Match(patches, agreement.inliers().get(i)));
        }
        return matches;
    }

    private static ComparedSide side(ComparedImage image, Maps.OfImage maps) {
        LocalDescriptors locals = image.locals();
        List<ComparedSide.Kept> kept = new ArrayList<>();
        for (int i = 0; i < locals.validCount(); i++) {
            kept.add(new ComparedSide.Kept(place(image, i), locals.weight()[i]));
        }
        return new ComparedSide(
                image.width(),
                image.height(),
                image.area(),
                image.dense().map(dense -> dense.grid()),
                kept,
                maps.attention(),
                maps.colours(),
                image.withoutMaps());
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static List<Double> values(Homography homography) {
        return Arrays.stream(homography.values()).boxed().toList();
    }

    @Override
    public void close() {
        matcher.close();
    }
}
