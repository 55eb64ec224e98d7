package io.patchrank.api.picture;

/**
 * The colour of a match by its strength: viridis (Smith and van der Walt 2015), whose lightness grows evenly, so that it
 * reads the same for the colour-blind and in grey.
 */
public final class ColourScale {
    /** Cosine that gets the darkest colour; weaker ones get it too. */
    public static final double WEAKEST = 0.3;
    /** Cosine that gets the lightest colour; stronger ones get it too. */
    public static final double STRONGEST = 0.9;

    /** Viridis in even steps, 0xRRGGBB. */
    private static final int[] VIRIDIS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private ColourScale() {}

    /**
     * The colour for a cosine as {@code #rrggbb}.
     *
     * @param strength cosine of both descriptors; not a number counts as the weakest
     */
    public static String hex(double strength) {
        return "#%06x".formatted(rgb(strength));
    }

    /** The colour for a cosine as 0xRRGGBB. */
    public static int rgb(double strength) {
        return at((strength - WEAKEST) / (STRONGEST - WEAKEST));
    }

    /** The colour at {@code t}, 0 (dark) to 1 (light), as 0xRRGGBB; what lies outside gets the colour of the end. */
    public static int at(double t) {
        double place = (t > 0 ? Math.min(t, 1) : 0) * (VIRIDIS.length - 1);
        int below = (int) Math.min(place, VIRIDIS.length - 2);
        double share = place - below;
        return channel(below, share, 16) | channel(below, share, 8) | channel(below, share, 0);
    }

    private static int channel(int below, double share, int shift) {
        int from = VIRIDIS[below] >> shift & 0xff;
        int to = VIRIDIS[below + 1] >> shift & 0xff;
        return (int) Math.round(from + share * (to - from)) << shift;
    }
}
