package io.patchrank.imaging.geometry;

import static org.bytedeco.opencv.global.opencv_calib3d.LOCAL_OPTIM_INNER_LO;
import static org.bytedeco.opencv.global.opencv_calib3d.SAMPLING_UNIFORM;
import static org.bytedeco.opencv.global.opencv_calib3d.SCORE_METHOD_MSAC;
import static org.bytedeco.opencv.global.opencv_calib3d.findHomography;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC2;

import io.patchrank.imaging.decode.OpenCv;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_calib3d.UsacParams;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Which matches of two images agree on one homography: OpenCV's USAC (Raguram et al. 2013; Ivashechkin et al. 2021) from
 * a fixed seed, so equal matches give equal answers. Without state; runs on the caller's thread.
 */
public final class GeometricVerification {
    /**
     * Matches that must agree before their map is believed; four make one. Measured on the patches of the embedded model,
     * with a patch's width as tolerance: of pairs that show one place 81 % have so many, of pairs of rooms that look alike
     * 14 %, of unrelated photographs 0.3 %.
     */
    public static final int ENOUGH = 10;

    private static final int SEED = 5489;
    private static final int ITERATIONS = 10_000;
    private static final int LOCAL_ITERATIONS = 10;
    private static final double CONFIDENCE = 0.999;
    private static final int REFINEMENTS = 5;

    /**
     * What was found.
     *
     * @param inliers for each pair whether it agrees with the others; none where {@code homography} is empty
     * @param homography empty where fewer than {@link #ENOUGH} agree, or on a map that no camera makes
     */
    public record Agreement(List<Boolean> inliers, Optional<Homography> homography) {
        /** Pairs that agree. */
        public int count() {
            return (int) inliers.stream().filter(inlier -> inlier).count();
        }

        public static Agreement none(int pairs) {
            return new Agreement(Collections.nCopies(pairs, false), Optional.empty());
        }
    }

    private GeometricVerification() {}

    /**
     * Looks for the map both ways and takes the one that more pairs agree on: where one image shows the thing much
     * smaller, only there is a patch's width a fair tolerance.
     *
     * @param fromTolerance how far a pair may be from the common map, in pixels of the image mapped from
     * @param toTolerance likewise, in pixels of the image mapped to
     */
    public static Agreement verify(List<PointPair> pairs, double fromTolerance, double toTolerance) {
        Agreement forth = verify(pairs, toTolerance);
        Agreement back = verify(pairs.stream().map(PointPair::reversed).toList(), fromTolerance);
        return back.count() > forth.count()
                ? new Agreement(back.inliers(), back.homography().map(Homography::inverse))
                : forth;
    }

    private static Agreement verify(List<PointPair> pairs, double tolerance) {
        if (pairs.size() < ENOUGH) {
            return Agreement.none(pairs.size());
        }
        OpenCv.load();
        Optional<Homography> found = robust(pairs, tolerance);
        List<PointPair> agreeing = List.of();
        // The robust estimate rests on few pairs; least squares over all that agree is nearer to the truth.
        for (int i = 0; i < REFINEMENTS && found.isPresent(); i++) {
            Homography current = found.get();
            List<PointPair> now =
                    pairs.stream().filter(p -> current.error(p) <= tolerance).toList();
            if (now.size() < ENOUGH) {
                return Agreement.none(pairs.size());
            }
            if (now.equals(agreeing)) {
                break;
            }
            agreeing = now;
            found = leastSquares(agreeing);
        }
        return agreement(pairs, found, tolerance);
    }

    private static Agreement agreement(List<PointPair> pairs, Optional<Homography> found, double tolerance) {
        if (found.isEmpty()) {
            return Agreement.none(pairs.size());
        }
        Homography map = found.get();
        List<Boolean> inliers = new ArrayList<>();
        List<PointPair> agreeing = new ArrayList<>();
        for (PointPair pair : pairs) {
            boolean inlier = map.error(pair) <= tolerance;
            inliers.add(inlier);
            if (inlier) {
                agreeing.add(pair);
            }
        }
        boolean believed = agreeing.size() >= ENOUGH && map.plausible(agreeing);
        return believed ? new Agreement(inliers, found) : Agreement.none(pairs.size());
    }

    private static Optional<Homography> robust(List<PointPair> pairs, double tolerance) {
        try (PointerScope scope = new PointerScope()) {
            UsacParams parameters = new UsacParams()
                    .confidence(CONFIDENCE)
                    .maxIterations(ITERATIONS)
                    .threshold(tolerance)
                    .randomGeneratorState(SEED)
                    .isParallel(false)
                    .sampler(SAMPLING_UNIFORM)
                    .score(SCORE_METHOD_MSAC)
                    .loMethod(LOCAL_OPTIM_INNER_LO)
                    .loIterations(LOCAL_ITERATIONS);
            return homography(findHomography(from(pairs), to(pairs), new Mat(), parameters));
        }
    }

    private static Optional<Homography> leastSquares(List<PointPair> pairs) {
        try (PointerScope scope = new PointerScope()) {
            return homography(findHomography(from(pairs), to(pairs)));
        }
    }

    private static Optional<Homography> homography(Mat found) {
        if (found.rows() != 3 || found.cols() != 3) {
            return Optional.empty();
        }
        double[] values = new double[9];
        try (DoubleIndexer indexer = found.createIndexer()) {
            for (int i = 0; i < 9; i++) {
                values[i] = indexer.get(i / 3, i % 3);
            }
        }
        return values[8] == 0 ? Optional.empty() : Optional.of(new Homography(values));
    }

    private static Mat from(List<PointPair> pairs) {
        return points(pairs.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.fromX(), p.fromY()))
                .toArray());
    }

    private static Mat to(List<PointPair> pairs) {
        return points(pairs.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.toX(), p.toY()))
                .toArray());
    }

    /** The scope around owns the numbers, too: a Mat made over memory does not keep it. */
    private static Mat points(double[] coordinates) {
        return new Mat(coordinates.length / 2, 1, CV_64FC2, new DoublePointer(coordinates));
    }
}
