package io.patchrank.cli.progress;

/**
 * What a progress counts in.
 *
 * @param name behind the number; empty for things that are simply counted
 * @param size how many of what is counted make one
 */
public record Unit(String name, long size) {
    public static final Unit ONE = new Unit("", 1);

    /** Decimal, as publishers give the sizes of their files. */
    public static final Unit MEGABYTE = new Unit(" MB", 1_000_000);
}
