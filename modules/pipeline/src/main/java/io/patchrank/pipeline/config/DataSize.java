package io.patchrank.pipeline.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512KB} or {@code 2GB}; units are powers of 1024. */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|TB)");
    private static final String UNITS = "BKMGT";

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** @throws IllegalArgumentException when the text has another form or exceeds a long */
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("a size such as 512KB or 2GB");
        }
        int exponent = UNITS.indexOf(form.group(2).charAt(0));
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << (10 * exponent)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size below 8 million TB", e);
        }
    }

    /** In the largest unit that divides it. */
    @Override
    public String toString() {
        long value = bytes;
        int exponent = 0;
        while (value > 0 && value % 1024 == 0 && exponent < UNITS.length() - 1) {
            value /= 1024;
            exponent++;
        }
        return value + (exponent == 0 ? "B" : UNITS.charAt(exponent) + "B");
    }
}
