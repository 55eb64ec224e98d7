package io.patchrank.imaging.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchrank.imaging.geometry.GeometricVerification.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Points of an image of 640 x 480 pixels that a known map takes to another. */
class GeometricVerificationTest {
    private static final Homography TURNED =
            new Homography(new double[] {0.8, -0.3, 60, 0.25, 0.9, -40, 0.0002, -0.0001, 1});
    private static final Homography MIRRORED = new Homography(new double[] {-1, 0, 640, 0, 1, 0, 0, 0, 1});
    private static final Homography SMALL = new Homography(new double[] {0.2, 0, 30, 0, 0.2, 50, 0, 0, 1});
    private static final double TOLERANCE = 28;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void mapIsRecoveredAmongChanceMatches() {
        List<PointPair> pairs = pairs(TURNED, 120, 8);
        pairs.addAll(chance(60));

        Agreement agreement = GeometricVerification.verify(pairs, TOLERANCE, TOLERANCE);

        Homography found = agreement.homography().orElseThrow();
        for (double[] corner : new double[][] {{100, 100}, {540, 100}, {100, 380}, {540, 380}}) {
            double[] wanted = TURNED.apply(corner[0], corner[1]);
            assertThat(found.error(new PointPair(corner[0], corner[1], wanted[0], wanted[1])))
                    .isLessThan(4);
        }
        assertThat(agreement.inliers().subList(0, 120).stream().filter(i -> i)).hasSizeGreaterThan(115);
        assertThat(agreement.inliers().subList(120, 180).stream().filter(i -> i))
                .hasSizeLessThan(6);
    }

    @Test
    void exactMatchesGiveTheExactMap() {
        Agreement agreement = GeometricVerification.verify(pairs(TURNED, 30, 0), TOLERANCE, TOLERANCE);

        assertThat(agreement.count()).isEqualTo(30);
        double[] found = agreement.homography().orElseThrow().values();
        for (int i = 0; i < 9; i++) {
            assertThat(found[i]).isCloseTo(TURNED.values()[i], within(1e-4));
        }
    }

    @Test
    void equalMatchesGiveEqualAnswers() {
        List<PointPair> pairs = pairs(TURNED, 25, 10);
        pairs.addAll(chance(60));

        Agreement once = GeometricVerification.verify(pairs, TOLERANCE, TOLERANCE);
        Agreement again = GeometricVerification.verify(pairs, TOLERANCE, TOLERANCE);

        assertThat(again.inliers()).isEqualTo(once.inliers());
        assertThat(again.homography().orElseThrow().values())
                .isEqualTo(once.homography().orElseThrow().values());
    }

    /** A patch of the query covers five of the other's, so its width there is no fair tolerance. */
    @Test
    void thingShownMuchSmallerIsVerifiedInTheImageThatShowsItSmall() {
        List<PointPair> small = pairs(SMALL, 40, 4);
        List<PointPair> large = small.stream().map(PointPair::reversed).toList();

        Agreement forth = GeometricVerification.verify(small, TOLERANCE, TOLERANCE);
        Agreement back = GeometricVerification.verify(large, TOLERANCE, TOLERANCE);

        assertThat(forth.count()).isEqualTo(40);
        assertThat(back.count()).isEqualTo(40);
        assertThat(back.homography().orElseThrow().values()[0]).isCloseTo(5, within(0.5));
    }

    @Test
    void chanceMatchesHaveNoGeometry() {
        Agreement agreement = GeometricVerification.verify(chance(30), TOLERANCE, TOLERANCE);

        assertThat(agreement.homography()).isEmpty();
        assertThat(agreement.count()).isZero();
        assertThat(agreement.inliers()).hasSize(30);
    }

    @Test
    void mapThatNoCameraMakesIsNotBelieved() {
        assertThat(GeometricVerification.verify(pairs(MIRRORED, 50, 1), TOLERANCE, TOLERANCE)
                        .homography())
                .isEmpty();
    }

    @Test
    void fewerThanEnoughMatchesAreNotBelieved() {
        List<PointPair> pairs = pairs(TURNED, GeometricVerification.ENOUGH - 1, 0);

        assertThat(GeometricVerification.verify(pairs, TOLERANCE, TOLERANCE).count())
                .isZero();
        assertThat(GeometricVerification.verify(List.of(), TOLERANCE, TOLERANCE).inliers())
                .isEmpty();
    }

    /** Many matches between one place and another say nothing of a map. */
    @Test
    void matchesInOnePlaceHaveNoGeometry() {
        List<PointPair> same = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            same.add(new PointPair(100, 100, 300, 200));
        }

        assertThat(GeometricVerification.verify(same, TOLERANCE, TOLERANCE).homography())
                .isEmpty();
    }

    /** @param noise deviation in pixels of the image mapped to */
    private List<PointPair> pairs(Homography map, int count, double noise) {
        List<PointPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble(640);
            double y = random.nextDouble(480);
            double[] to = map.apply(x, y);
            pairs.add(
                    new PointPair(x, y, to[0] + noise * random.nextGaussian(), to[1] + noise * random.nextGaussian()));
        }
        return pairs;
    }

    private List<PointPair> chance(int count) {
        List<PointPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(new PointPair(
                    random.nextDouble(640), random.nextDouble(480), random.nextDouble(640), random.nextDouble(480)));
        }
        return pairs;
    }
}
