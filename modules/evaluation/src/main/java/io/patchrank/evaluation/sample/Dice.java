package io.patchrank.evaluation.sample;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** All chance in the sample gallery: the same seed gives the same throws on every Java platform. One thread. */
final class Dice {
    private static final String[] SYLLABLES = {
        "ka", "lo", "mir", "ta", "ven", "sol", "du", "ra", "bel", "ni", "os", "pra", "qui", "fen", "gar", "hy", "ju",
        "cor", "zan", "el", "um", "wi", "tro", "be"
    };
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** An independent source for {@code purpose}, so that a change in one drawing does not move all later ones. */
    static Dice of(long seed, String purpose, int number) {
        return new Dice(seed * 0x9E3779B97F4A7C15L + purpose.hashCode() * 0xC2B2AE3D27D4EB4FL + number);
    }

    long seed() {
        return random.nextLong();
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Either sign. */
    double around(double middle, double spread) {
        return between(middle - spread, middle + spread);
    }

    double signed(double low, double high) {
        return chance(0.5) ? between(low, high) : -between(low, high);
    }

    /** From {@code low} to {@code high}, both included. */
    int whole(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A made-up word of two or three syllables, upper case. */
    String word() {
        StringBuilder word = new StringBuilder();
        int count = whole(2, 3);
        for (int i = 0; i < count; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString().toUpperCase(Locale.ROOT);
    }
}
