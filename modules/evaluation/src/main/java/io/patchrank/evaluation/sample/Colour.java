package io.patchrank.evaluation.sample;

/** A colour; channels 0..255, clamped. */
record Colour(double red, double green, double blue) {
    static final Colour BLACK = new Colour(18, 17, 20);
    static final Colour WHITE = new Colour(246, 244, 238);

    Colour {
        red = Math.clamp(red, 0, 255);
        green = Math.clamp(green, 0, 255);
        blue = Math.clamp(blue, 0, 255);
    }

    static Colour grey(double level) {
        return new Colour(level, level, level);
    }

    /**
     * @param hue in degrees
     * @param saturation 0..1
     * @param value 0..1
     */
    static Colour hsv(double hue, double saturation, double value) {
        return new Colour(
                channel(hue, 5, saturation, value),
                channel(hue, 3, saturation, value),
                channel(hue, 1, saturation, value));
    }

    private static double channel(double hue, double offset, double saturation, double value) {
        double k = ((offset + hue / 60) % 6 + 6) % 6;
        return 255 * value * (1 - saturation * Math.clamp(Math.min(k, 4 - k), 0, 1));
    }

    Colour mix(Colour other, double share) {
        return new Colour(
                red + (other.red - red) * share,
                green + (other.green - green) * share,
                blue + (other.blue - blue) * share);
    }

    /** Below 1 darker, above 1 lighter. */
    Colour times(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    /** A neighbour of this colour. */
    Colour near(Dice dice, double spread) {
        double light = dice.around(0, spread);
        return new Colour(
                red + light + dice.around(0, spread / 2),
                green + light + dice.around(0, spread / 2),
                blue + light + dice.around(0, spread / 2));
    }

    double lightness() {
        return 0.3 * red + 0.59 * green + 0.11 * blue;
    }

    /** Dark on light, light on dark. */
    Colour contrast() {
        return lightness() > 130 ? BLACK : WHITE;
    }
}
