package io.patchrank.evaluation.sample;

/**
 * What sample gallery to draw. The same options give the same bytes, with one version of OpenCV on one kind of
 * machine.
 *
 * @param scenes number of scenes, each a group of the ground truth
 * @param views photographs of each scene, at least 2
 * @param others unrelated pictures
 * @param sceneSide longer side of a scene before it is photographed, in pixels
 * @param smallestSide of a photograph's longer side, in pixels
 * @param largestSide of a photograph's longer side, in pixels
 */
public record SampleOptions(
        long seed, int scenes, int views, int others, int sceneSide, int smallestSide, int largestSide) {
    public SampleOptions {
        if (scenes < 1
                || views < 2
                || others < 0
                || smallestSide < 64
                || largestSide < smallestSide
                || sceneSide < 64) {
            throw new IllegalArgumentException("scenes >= 1, views >= 2, others >= 0, sides >= 64 and in order");
        }
    }

    /** The gallery of {@code patchrank demo}: 40 scenes of 5 views and 100 unrelated pictures. */
    public static SampleOptions standard() {
        return new SampleOptions(20260101, 40, 5, 100, 960, 360, 640);
    }

    /** Six scenes of 3 views and ten unrelated pictures, small and quick, for tests. */
    public static SampleOptions small() {
        return new SampleOptions(7, 6, 3, 10, 480, 224, 320);
    }

    public SampleOptions withSeed(long other) {
        return new SampleOptions(other, scenes, views, others, sceneSide, smallestSide, largestSide);
    }

    /** Number of files in the images folder. */
    public int images() {
        return scenes * views + others;
    }
}
