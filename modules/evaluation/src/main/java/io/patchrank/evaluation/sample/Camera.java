package io.patchrank.evaluation.sample;

/**
 * A pinhole camera in front of a flat scene.
 *
 * @param view scene pixel → photograph pixel
 * @param width of the photograph in pixels
 */
record Camera(Homography view, int width, int height) {
    private static final double FOCAL_LENGTH = 1.15;
    private static final double[] ASPECTS = {4.0 / 3, 3.0 / 2, 1, 3.0 / 4, 16.0 / 9, 2.0 / 3};

    /** Almost straight on, the whole scene in the picture. */
    static Camera frontal(Dice dice, SampleOptions options, int sceneWidth, int sceneHeight) {
        double aspect = (double) sceneWidth / sceneHeight;
        return place(dice, options, sceneWidth, sceneHeight, aspect, 7, 5, 2.5, dice.between(0.9, 1.05), 0.03);
    }

    /**
     * From the side, from below, near or far, on any picture format.
     *
     * @param leastZoom least size of the scene in the picture, 1 where it just fits
     */
    static Camera random(Dice dice, SampleOptions options, int sceneWidth, int sceneHeight, double leastZoom) {
        double aspect = ASPECTS[dice.whole(0, ASPECTS.length - 1)];
        double zoom = dice.chance(0.35) ? dice.between(1.15, 1.55) : dice.between(leastZoom, 1.15);
        return place(dice, options, sceneWidth, sceneHeight, aspect, 40, 18, 10, zoom, zoom > 1.1 ? 0.16 : 0.06);
    }

    private static Camera place(
            Dice dice,
            SampleOptions options,
            int sceneWidth,
            int sceneHeight,
            double aspect,
            double yaw,
            double pitch,
            double roll,
            double zoom,
            double offset) {
        double longest = dice.between(options.smallestSide(), options.largestSide());
        int width = (int) Math.round(aspect >= 1 ? longest : longest * aspect);
        int height = (int) Math.round(aspect >= 1 ? longest / aspect : longest);
        double scale = zoom * Math.min((double) width / sceneWidth, (double) height / sceneHeight);
        double focal = FOCAL_LENGTH * longest;
        double[] r = rotation(dice.signed(yaw / 3, yaw), dice.around(0, pitch), dice.around(0, roll));
        Homography project =
                Homography.of(focal * r[0], focal * r[1], 0, focal * r[3], focal * r[4], 0, r[6], r[7], focal / scale);
        Homography toFocus = Homography.of(
                1, 0, -sceneWidth * dice.around(0.5, offset), 0, 1, -sceneHeight * dice.around(0.5, offset), 0, 0, 1);
        Homography toPicture = Homography.of(1, 0, width / 2.0, 0, 1, height / 2.0, 0, 0, 1);
        return new Camera(toPicture.after(project.after(toFocus)), width, height);
    }

    /** Roll after pitch after yaw, row-major. */
    private static double[] rotation(double yawDegrees, double pitchDegrees, double rollDegrees) {
        double cy = Math.cos(Math.toRadians(yawDegrees));
        double sy = Math.sin(Math.toRadians(yawDegrees));
        double cp = Math.cos(Math.toRadians(pitchDegrees));
        double sp = Math.sin(Math.toRadians(pitchDegrees));
        double cr = Math.cos(Math.toRadians(rollDegrees));
        double sr = Math.sin(Math.toRadians(rollDegrees));
        double[] tilted = {cy, 0, sy, sp * sy, cp, -sp * cy, -cp * sy, sp, cp * cy};
        double[] turned = new double[9];
        for (int c = 0; c < 3; c++) {
            turned[c] = cr * tilted[c] - sr * tilted[3 + c];
            turned[3 + c] = sr * tilted[c] + cr * tilted[3 + c];
            turned[6 + c] = tilted[6 + c];
        }
        return turned;
    }
}
