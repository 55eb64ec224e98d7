package io.patchrank.pickle;

/**
 * What a pickle may make beyond what it spells out. A pickle can name a long text once and have it copied a million
 * times by three bytes each; real ones copy what they hold about once.
 */
final class Allowance {
    private static final long FACTOR = 8;
    private static final long ALWAYS = 1 << 20;

    private final Origin origin;
    private long left;

    /** @param pickleLength bytes */
    Allowance(Origin origin, long pickleLength) {
        this.origin = origin;
        this.left = ALWAYS + FACTOR * pickleLength;
    }

    void charge(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw origin.invalid("unfolds to far more memory than its size; refused");
        }
    }
}
